import unicodedata


def displayable(name: str) -> str:
    """A file's name as text that can be shown: no control or bidirectional characters, no path."""
    plain = "".join(char for char in name if unicodedata.category(char)[0] != "C")
    return plain.replace("\\", "/").rsplit("/", 1)[-1].strip()[:255] or "unnamed"
