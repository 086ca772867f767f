"""A file only the holder of the recovery key reads, written and read as a stream.

The way of `age`: an ephemeral X25519 key agrees with the recovery key's public half; HKDF-SHA256
makes one key of it, good for this file alone; ChaCha20-Poly1305 seals pieces of 64 KiB, each
numbered, the last one marked, so that none can be left out, moved or cut off.
"""

import base64
import contextlib
from pathlib import Path
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from hall.errors import HallError

PIECE = 64 * 1024
_MAGIC = b"hall90 sealed 1\n"
_TAG, _KEY = 16, 32
_PUBLIC, _PRIVATE = "h90pub-", "H90-RECOVERY-"


def make_pair() -> tuple[str, str]:
    """Return a new recovery key: what is kept far from the machine, and its public half."""
    key = X25519PrivateKey.generate()
    private = base64.b32encode(key.private_bytes_raw()).decode().rstrip("=")
    return _PRIVATE + private, public_of(_PRIVATE + private)


def public_of(private: str) -> str:
    """Return the public half of a recovery key; raises HallError where it is none."""
    raw = _private(private).public_key().public_bytes_raw()
    return _PUBLIC + base64.urlsafe_b64encode(raw).decode().rstrip("=")


def is_public(text: str) -> bool:
    """Tell whether a text is the public half of a recovery key."""
    with contextlib.suppress(HallError):
        return bool(_public(text))
    return False


class Sealing:
    """Writes into a file, sealed for a public key; the end is marked by ``close``."""

    def __init__(self, file: IO[bytes], public: str) -> None:
        ephemeral = X25519PrivateKey.generate()
        own, theirs = ephemeral.public_key().public_bytes_raw(), _public(public)
        self._cipher = _cipher(ephemeral.exchange(theirs), own, theirs.public_bytes_raw())
        self._file = file
        self._number = 0
        self._held = bytearray()
        file.write(_MAGIC + own)

    def write(self, data: bytes) -> int:
        """Take some bytes."""
        self._held += data
        while len(self._held) > PIECE:
            self._put(bytes(self._held[:PIECE]), last=False)
            del self._held[:PIECE]
        return len(data)

    def close(self) -> None:
        """Seal what is left, as the last piece."""
        self._put(bytes(self._held), last=True)
        self._held.clear()

    def _put(self, piece: bytes, *, last: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._number, last=last), piece, None))
        self._number += 1


class Opening:
    """Reads a sealed file with the recovery key; raises HallError where it is not whole."""

    def __init__(self, file: IO[bytes], private: str) -> None:
        key = _private(private)
        begin = file.read(len(_MAGIC) + _KEY)
        if len(begin) != len(_MAGIC) + _KEY or not begin.startswith(_MAGIC):
            raise HallError("this is no sealed file of hall90")
        theirs = begin.removeprefix(_MAGIC)
        shared = key.exchange(X25519PublicKey.from_public_bytes(theirs))
        self._cipher = _cipher(shared, theirs, key.public_key().public_bytes_raw())
        self._file = file
        self._number = 0
        self._next = file.read(PIECE + _TAG)
        self._held = bytearray()
        self._over = False

    def read(self, size: int) -> bytes:
        """Return some bytes, at most ``size``; none at the end, which was marked."""
        while len(self._held) < size and not self._over:
            self._held += self._piece()
        told = bytes(self._held[:size])
        del self._held[:size]
        return told

    def _piece(self) -> bytes:
        piece, self._next = self._next, self._file.read(PIECE + _TAG)
        self._over = not self._next
        nonce = _nonce(self._number, last=self._over)
        self._number += 1
        try:
            return self._cipher.decrypt(nonce, piece, None)
        except InvalidTag as fault:
            raise HallError(
                "the file was sealed for another recovery key, was changed, or is not whole"
            ) from fault


def read_private(file: Path) -> str:
    """Return the recovery key in a file; raises HallError."""
    try:
        lines = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as fault:
        raise HallError(f"{file} cannot be read: {fault}") from fault
    found = [line.strip() for line in lines if line.strip().startswith(_PRIVATE)]
    if len(found) != 1:
        raise HallError(f"{file} holds no recovery key: one line that begins with {_PRIVATE}")
    return found[0]


def _private(text: str) -> X25519PrivateKey:
    body = "".join(text.split()).upper()
    if not body.startswith(_PRIVATE):
        raise HallError(f"a recovery key begins with {_PRIVATE}")
    body = body.removeprefix(_PRIVATE).replace("-", "")
    try:
        return X25519PrivateKey.from_private_bytes(base64.b32decode(body + "=" * (-len(body) % 8)))
    except ValueError as fault:
        raise HallError("this recovery key is not whole: a letter is wrong or missing") from fault


def _public(text: str) -> X25519PublicKey:
    body = text.removeprefix(_PUBLIC)
    try:
        raw = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
        if not text.startswith(_PUBLIC) or len(raw) != _KEY:
            raise ValueError(text)
        return X25519PublicKey.from_public_bytes(raw)
    except ValueError as fault:
        raise HallError(f"{text!r} is no public half of a recovery key ({_PUBLIC}…)") from fault


def _cipher(shared: bytes, own: bytes, theirs: bytes) -> ChaCha20Poly1305:
    made = HKDF(algorithm=SHA256(), length=32, salt=own + theirs, info=_MAGIC).derive(shared)
    return ChaCha20Poly1305(made)


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11) + (b"\x01" if last else b"\x00")
