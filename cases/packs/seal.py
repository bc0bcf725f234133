"""Signing a pack: Ed25519, checked by OpenSSL and by ssh-keygen as well as by us.

What is signed is the bytes of tagmanifest-sha256.txt, which covers the manifests, which cover
everything else.
"""

from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha512

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from audit.ed25519 import public_key

SIGNED = "tagmanifest-sha256.txt"
#: What an SSH signature is for, so that it can't be passed off as one for something else.
NAMESPACE = "probata-pack"
#: Who ssh-keygen is told has signed.
PRINCIPAL = "probata"
SSH_TYPE = b"ssh-ed25519"
SSH_HASH = b"sha512"


@dataclass(frozen=True, slots=True)
class Seal:
    """A signature in both of its forms."""

    signature: bytes
    ssh_signature: str


def make_private_key() -> bytes:
    """A new private key: 32 random bytes."""
    return Ed25519PrivateKey.generate().private_bytes_raw()


def public_pem(private: bytes) -> str:
    """The public key that belongs to a private one, as OpenSSL reads it."""
    public = Ed25519PrivateKey.from_private_bytes(private).public_key()
    return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def sign(private: bytes, content: bytes) -> Seal:
    """Sign the content twice with the same key: plainly, and as `ssh-keygen -Y sign` would."""
    key = Ed25519PrivateKey.from_private_bytes(private)
    public = key.public_key().public_bytes_raw()
    ssh = key.sign(b"SSHSIG" + _strings(*_ssh_scope(), sha512(content).digest()))
    blob = b"SSHSIG" + (1).to_bytes(4, "big")
    blob += _strings(_ssh_public(public), *_ssh_scope(), _strings(SSH_TYPE, ssh))
    return Seal(key.sign(content), _armored(blob))


def allowed_signers(pem: str) -> str:
    """The public key as `ssh-keygen -Y verify -f` wants it, for our namespace alone."""
    key = b64encode(_ssh_public(public_key(pem).public_bytes_raw())).decode()
    return f'{PRINCIPAL} namespaces="{NAMESPACE}" {SSH_TYPE.decode()} {key}\n'


def _ssh_public(public: bytes) -> bytes:
    return _strings(SSH_TYPE, public)


def _ssh_scope() -> tuple[bytes, bytes, bytes]:
    """Namespace, reserved, hash: the middle of an SSH signature (OpenSSH's PROTOCOL.sshsig)."""
    return NAMESPACE.encode(), b"", SSH_HASH


def _strings(*parts: bytes) -> bytes:
    """SSH's strings: each part after its length in four bytes (RFC 4251 §5)."""
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def _armored(blob: bytes) -> str:
    text = b64encode(blob).decode()
    lines = [text[at : at + 70] for at in range(0, len(text), 70)]
    return "\n".join(["-----BEGIN SSH SIGNATURE-----", *lines, "-----END SSH SIGNATURE-----", ""])
