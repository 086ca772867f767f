"""Who made a release: an Ed25519 signature over what is on a stick, and the key it is checked by.

A stick holds ``SHA256SUMS`` of every file, ``RELEASE`` (version, commit, date and the checksum of
that list) and ``RELEASE.sig``, the signature over the bytes of ``RELEASE``. Nothing but the
standard library is needed: the signature is checked by ``cryptography`` where that is installed,
else by the ``openssl`` command of Debian.

``release.py key FILE`` makes a signing key and prints its public half; ``release.py sign FOLDER
KEY`` signs; ``release.py check FOLDER PUBLIC`` checks.
"""

import base64
import contextlib
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

SUMS, TOLD, SIGNATURE = "SHA256SUMS", "RELEASE", "RELEASE.sig"
PRODUCT = "hall90 release"
_DER = bytes.fromhex("302a300506032b6570032100")
_CHUNK = 1 << 20


class RefusedError(Exception):
    """Nothing of it is to be used; says why and what to do, in Chinese and English."""

    def __init__(self, chinese: str, english: str) -> None:
        super().__init__(f"{chinese}\n{english}")


def examine(folder: Path, public: str | None) -> dict[str, Any]:
    """Return what a release says of itself; every file of it is as it was signed.

    ``public`` is the base64 public key; None takes a release nobody signed (its checksums still
    hold). Raises RefusedError.
    """
    listed = _read(folder / SUMS)
    told: dict[str, Any] = {}
    if public is not None:
        told = _signed(folder, public)
        if hashlib.sha256(listed).hexdigest() != told.get("sums"):
            raise _changed()
    for line in listed.decode("utf-8", "replace").splitlines():
        digest, _, name = line.partition("  ")
        path = folder / name
        inside = name and not name.startswith("/") and ".." not in Path(name).parts
        if not inside or not path.is_file() or path.is_symlink() or _digest(path) != digest:
            raise _changed(name)
    if not told and (folder / TOLD).is_file():
        told = _parsed(_read(folder / TOLD))
    return told


def sign(folder: Path, key: Path, members: dict[str, str]) -> str:
    """Sign a folder whose ``SHA256SUMS`` stands; return the public key it is checked by.

    A key with a passphrase asks for it, or reads it from the file ``HALL90_PASSPHRASE_FILE``.
    """
    sums = hashlib.sha256((folder / SUMS).read_bytes()).hexdigest()
    told = {"product": PRODUCT, **members, "sums": sums}
    body = json.dumps(told, ensure_ascii=False, indent=1).encode() + b"\n"
    (folder / TOLD).write_bytes(body)
    phrase = _phrase("-passin")
    made = _openssl("pkeyutl", "-sign", "-rawin", "-inkey", key, "-in", folder / TOLD, *phrase)
    (folder / SIGNATURE).write_text(base64.b64encode(made).decode() + "\n", "ascii")
    return _public_of(key, phrase)


def make_key(path: Path) -> str:
    """Write a new signing key, for its owner alone; return the public half (base64).

    Its passphrase is that of ``HALL90_PASSPHRASE_FILE``, none where that is not set.
    """
    phrase = _phrase("-pass")
    guarded = ["-aes-256-cbc", *phrase] if phrase else []
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(_openssl("genpkey", "-algorithm", "ed25519", *guarded))
    return _public_of(path, _phrase("-passin"))


def fingerprint(folder: Path) -> str:
    """Return what tells the files of one release from those of another, in twelve characters."""
    return hashlib.sha256(_read(folder / SUMS)).hexdigest()[:12]


def is_public(text: str) -> bool:
    """Tell whether a text is a public key: 32 bytes in base64."""
    with contextlib.suppress(ValueError):
        return len(base64.b64decode(text, validate=True)) == 32
    return False


def _signed(folder: Path, public: str) -> dict[str, Any]:
    if not (folder / SIGNATURE).is_file() or not (folder / TOLD).is_file():
        raise RefusedError(
            "这个U盘没有签名，什么也没有安装。请向发布者要签过名的。",
            "This stick is not signed; nothing was installed. Ask whoever publishes it for a "
            "signed one.",
        )
    body = _read(folder / TOLD)
    try:
        signature = base64.b64decode(_read(folder / SIGNATURE).strip(), validate=True)
    except ValueError:
        signature = b""
    told = _parsed(body)
    if not _verified(base64.b64decode(public), signature, body) or told.get("product") != PRODUCT:
        raise RefusedError(
            "这个U盘不是由本机认可的发布者签名的，什么也没有安装。请不要用它，并告诉发布者。"
            f"本机认可的公钥：{public}",
            "This stick was not signed by the publisher this machine trusts; nothing was "
            f"installed. Do not use it, and tell the publisher. The key trusted here: {public}",
        )
    return told


def _verified(public: bytes, signature: bytes, body: bytes) -> bool:
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        return _verified_by_openssl(public, signature, body)
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, body)
    except (ValueError, InvalidSignature):
        return False
    return True


def _verified_by_openssl(public: bytes, signature: bytes, body: bytes) -> bool:
    with tempfile.TemporaryDirectory() as scratch:
        files = {name: Path(scratch, name) for name in ("key.der", "sig", "body")}
        for path, held in zip(files.values(), (_DER + public, signature, body), strict=True):
            path.write_bytes(held)
        asked = ("pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-rawin")
        with contextlib.suppress(subprocess.CalledProcessError):
            _openssl(
                *asked, "-inkey", files["key.der"], "-sigfile", files["sig"], "-in", files["body"]
            )
            return True
    return False


def _public_of(key: Path, phrase: list[str]) -> str:
    told = _openssl("pkey", "-in", key, "-pubout", "-outform", "DER", *phrase)
    if not told.startswith(_DER):
        raise RefusedError(f"{key} 不是 Ed25519 签名密钥。", f"{key} is no Ed25519 signing key.")
    return base64.b64encode(told.removeprefix(_DER)).decode()


def _phrase(option: str) -> list[str]:
    file = os.environ.get("HALL90_PASSPHRASE_FILE")
    return [option, f"file:{file}"] if file else []


def _openssl(*arguments: str | Path) -> bytes:
    try:
        return subprocess.run(["openssl", *arguments], stdout=subprocess.PIPE, check=True).stdout
    except FileNotFoundError as fault:
        raise RefusedError(
            "签名和检查签名要用 openssl，这台机器上没有。请先安装：apt-get install openssl",
            "Signatures need openssl, which is not here: apt-get install openssl",
        ) from fault


def _parsed(body: bytes) -> dict[str, Any]:
    try:
        told = json.loads(body)
    except ValueError:
        told = None
    if not isinstance(told, dict):
        raise _changed(TOLD)
    return told


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as fault:
        raise _changed(path.name) from fault


def _digest(path: Path) -> str:
    found = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            found.update(chunk)
    return found.hexdigest()


def _changed(name: str = SUMS) -> RefusedError:
    return RefusedError(
        f"U盘损坏，或者被改动过（{name}），什么也没有安装。请重新制作。",
        f"The stick is damaged or was changed ({name}); nothing was installed. Make it anew.",
    )


def main(arguments: list[str]) -> int:
    """Make a key, sign or check."""
    match arguments:
        case ["key", file]:
            told = make_key(Path(file))
        case ["sign", folder, key, *members]:
            told = sign(Path(folder), Path(key), dict(each.split("=", 1) for each in members))
        case ["check", folder, public]:
            told = json.dumps(examine(Path(folder), public), ensure_ascii=False)
        case _:
            sys.stderr.write(__doc__ or "")
            return 2
    sys.stdout.write(told + "\n")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except RefusedError as fault:
        sys.stderr.write(f"{fault}\n")
        sys.exit(5)
