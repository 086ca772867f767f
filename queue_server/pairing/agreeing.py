"""The agreement: two X25519 keys, one commitment, six digits, a sealed token and hall."""

import hashlib
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hall.errors import HallError

if TYPE_CHECKING:  # 10 MiB of memory: for the minutes in which a device is let in
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

_LABEL = b"hall90 pairing v1"
_SIZE = 32


@dataclass(frozen=True, slots=True)
class Side:
    """One side's part: its private key, never told."""

    private: "X25519PrivateKey"

    @classmethod
    def fresh(cls) -> "Side":
        """Return a new one."""
        from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

        return cls(X25519PrivateKey.generate())

    @property
    def public(self) -> bytes:
        """What is told of it: 32 bytes."""
        return self.private.public_key().public_bytes_raw()

    def key_with(self, other: bytes, told: bytes) -> bytes:
        """Return the key both sides have; ``told`` is everything they sent, in order."""
        from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
        from cryptography.hazmat.primitives.hashes import SHA256
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF

        try:
            shared = self.private.exchange(X25519PublicKey.from_public_bytes(other))
        except ValueError as fault:
            raise HallError("the other side's key is none") from fault
        return HKDF(algorithm=SHA256(), length=_SIZE, salt=None, info=_LABEL + told).derive(shared)


def new_salt() -> bytes:
    """Return what hides a public key until it is told."""
    return secrets.token_bytes(_SIZE)


def commitment(public: bytes, salt: bytes) -> bytes:
    """Return what binds the device to its key before it has seen the server's."""
    return hashlib.sha256(_LABEL + b"\x00" + salt + public).digest()


def transcript(name: str, role: str, device: bytes, salt: bytes, server: bytes) -> bytes:
    """Return everything that was sent, so that a change anywhere changes the digits."""
    parts = (name.encode(), role.encode(), device, salt, server)
    return b"".join(len(part).to_bytes(4) + part for part in parts)


def digits(told: bytes) -> str:
    """Return the six digits both sides show.

    >>> digits(b"x") == digits(b"x") and len(digits(b"x")) == 6
    True
    """
    whole = int.from_bytes(hashlib.sha256(_LABEL + b"\x01" + told).digest()[:8])
    return f"{whole % 1_000_000:06d}"


def seal(key: bytes, text: str, part: int = 0) -> bytes:
    """Return a text so that only the other side reads it; each part of a pairing is sealed once."""
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    return ChaCha20Poly1305(key).encrypt(part.to_bytes(12), text.encode(), None)


def unseal(key: bytes, sealed: bytes, part: int = 0) -> str:
    """Return the text; raises HallError where somebody else sealed it."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    try:
        return ChaCha20Poly1305(key).decrypt(part.to_bytes(12), sealed, None).decode()
    except InvalidTag as fault:
        raise HallError(
            "the token does not come from the server the digits were shown with"
        ) from fault
