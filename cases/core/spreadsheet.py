"""Cells that a spreadsheet shows as text and never runs as a formula (OWASP, CSV injection)."""

from collections.abc import Iterable

_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe_cell(value: object) -> object:
    """The value for a CSV cell: numbers stay numbers, text that would be a formula is quoted."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return value
    text = str(value)
    return f"'{text}" if text.lstrip(" ").startswith(_STARTS_FORMULA) else text


def safe_row(values: Iterable[object]) -> list[object]:
    return [safe_cell(value) for value in values]


def unsafe_cell(text: str) -> str:
    """The text that `safe_cell` quoted, as it was; it is for reading, never for a spreadsheet."""
    inner = text.removeprefix("'")
    return inner if inner.lstrip(" ").startswith(_STARTS_FORMULA) else text
