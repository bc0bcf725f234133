import subprocess
from pathlib import Path

import pytest

from audit import ed25519
from cases.packs import seal

SIGNED = b"digest  path\n"


@pytest.fixture
def signed(tmp_path: Path) -> Path:
    private = seal.make_private_key()
    made = seal.sign(private, SIGNED)
    pem = seal.public_pem(private)
    (tmp_path / "key.pem").write_text(pem)
    (tmp_path / "allowed").write_text(seal.allowed_signers(pem))
    (tmp_path / "sig").write_bytes(made.signature)
    (tmp_path / "sshsig").write_text(made.ssh_signature)
    (tmp_path / "signed").write_bytes(SIGNED)
    return tmp_path


def run(folder: Path, *command: str, given: bytes = b"") -> int:
    return subprocess.run(
        command, cwd=folder, input=given, capture_output=True, check=False
    ).returncode


def by_openssl(folder: Path) -> int:
    command = "openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in signed -sigfile sig"
    return run(folder, *command.split())


def by_ssh_keygen(folder: Path, given: bytes, namespace: str = seal.NAMESPACE) -> int:
    command = f"ssh-keygen -Y verify -f allowed -I {seal.PRINCIPAL} -n {namespace} -s sshsig"
    return run(folder, *command.split(), given=given)


def test_openssl_accepts_the_signature_and_no_other_content(signed: Path) -> None:
    assert by_openssl(signed) == 0

    (signed / "signed").write_bytes(b"Digest  path\n")
    assert by_openssl(signed) != 0


def test_ssh_keygen_accepts_the_signature_for_its_namespace_only(signed: Path) -> None:
    assert by_ssh_keygen(signed, SIGNED) == 0
    assert by_ssh_keygen(signed, b"Digest  path\n") != 0
    assert by_ssh_keygen(signed, SIGNED, "git") != 0


def test_fingerprint_is_what_openssl_makes_it(signed: Path) -> None:
    pem = (signed / "key.pem").read_text()
    command = "openssl pkey -pubin -in key.pem -outform DER -out der"
    run(signed, *command.split())
    digest = subprocess.run(
        ["openssl", "dgst", "-sha256", "-r", "der"], cwd=signed, capture_output=True, check=True
    ).stdout.split()[0]

    assert ed25519.fingerprint(pem) == digest.decode()


def test_holds_tells_the_signed_content_from_any_other(signed: Path) -> None:
    pem, signature = (signed / "key.pem").read_text(), (signed / "sig").read_bytes()

    assert ed25519.holds(pem, signature, SIGNED)
    assert not ed25519.holds(pem, signature, b"other")
