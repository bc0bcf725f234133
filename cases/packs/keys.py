"""Secrets of packs: keys encrypted in the database, opened only to sign or to undo a pseudonym.

What opens them is PACK_KEY, or a file that only this user can read, made when it is first needed.
"""

import os
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from secrets import token_bytes
from tempfile import mkstemp

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import IntegrityError, transaction

from accounts.models import User
from audit import ed25519
from audit import services as audit
from cases.core.errors import Refused
from cases.packs import seal
from cases.packs.models import SigningKey

NONCE = 12


class KeyUnopened(Refused):
    pass


def current() -> SigningKey:
    """The key in use; the first is made when it is first needed."""
    try:
        return SigningKey.objects.filter(retired_at=None).first() or make(by=None)
    except IntegrityError:
        return SigningKey.objects.get(retired_at=None)


@transaction.atomic
def make(*, by: User | None) -> SigningKey:
    """Make a key and take it into use."""
    private = seal.make_private_key()
    pem = seal.public_pem(private)
    fingerprint = ed25519.fingerprint(pem)
    key = SigningKey.objects.create(
        fingerprint=fingerprint,
        public_key=pem,
        sealed_private_key=sealed(private, of=fingerprint),
        made_by=by,
    )
    audit.record(by=by, action="signing_key.made", subject=key, detail={"fingerprint": fingerprint})
    return key


def sign(key: SigningKey, content: bytes) -> seal.Seal:
    """Sign with the key. Raises KeyUnopened where its private half can't be opened."""
    return seal.sign(opened(bytes(key.sealed_private_key), of=key.fingerprint), content)


def sealed(secret: bytes, *, of: str) -> bytes:
    """The secret, encrypted; it opens only as the secret of the same thing."""
    nonce = token_bytes(NONCE)
    return nonce + AESGCM(_opener()).encrypt(nonce, secret, of.encode())


def opened(secret: bytes, *, of: str) -> bytes:
    """What `sealed` made of it. Raises KeyUnopened with another PACK_KEY."""
    try:
        return AESGCM(_opener()).decrypt(secret[:NONCE], secret[NONCE:], of.encode())
    except InvalidTag as error:
        raise KeyUnopened(
            "The key can't be opened with this PACK_KEY: give every process the one that it was "
            "made with; a signing key can be rotated instead."
        ) from error


def _opener() -> bytes:
    """32 bytes out of PACK_KEY, or out of the file that stands in for it."""
    return sha256((settings.PACK_KEY or _kept_secret()).encode()).digest()


def _kept_secret() -> str:
    """The file's secret; made whole under another name and then linked, so nobody reads half."""
    path = Path(settings.PACK_KEY_PATH)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = mkstemp(dir=path.parent)  # readable by this user alone
        with os.fdopen(descriptor, "w") as file:
            file.write(token_bytes(32).hex())
        with suppress(FileExistsError):
            os.link(name, path)
        Path(name).unlink()
    return path.read_text()
