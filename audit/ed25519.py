"""Public keys of Ed25519: what they are called by, and whether a signature is theirs."""

from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_public_key,
)


def public_key(pem: str) -> Ed25519PublicKey:
    """The key in PEM. Raises TypeError where it is of another kind."""
    key = load_pem_public_key(pem.encode())
    if not isinstance(key, Ed25519PublicKey):
        raise TypeError(f"Not an Ed25519 key: {type(key).__name__}.")
    return key


def fingerprint(pem: str) -> str:
    """SHA-256 of the public key's DER form: what is published, read out and compared."""
    der = public_key(pem).public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return sha256(der).hexdigest()


def holds(pem: str, signature: bytes, content: bytes) -> bool:
    """Whether the signature is that of the key over the content."""
    try:
        public_key(pem).verify(signature, content)
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True
