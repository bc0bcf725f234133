"""Secrets that the server makes: 256 random bits, shown once, kept only as a digest."""

from hashlib import sha256
from secrets import token_urlsafe


def new_key() -> str:
    """A secret that nobody can guess."""
    return token_urlsafe(32)


def digest(key: str) -> str:
    """What is kept of a key; a plain hash will do, since the key can't be guessed."""
    return sha256(key.encode()).hexdigest()
