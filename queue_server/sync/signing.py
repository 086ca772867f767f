"""The signed head of a feed: who signs, over what, and whether a signature holds.

The signature covers the canonical JSON of every other member. ``alg`` is ``ed25519``; another one
(SM2) would be a further entry here.
"""

import base64
import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hall.errors import HallError
from queue_server.content.canonical import canonical

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

ALGORITHM = "ed25519"
_FILE = "feed-key.pem"


class Signer:
    """One of a hall's own signing keys, in its data folder, readable by its user alone."""

    def __init__(self, key: "Ed25519PrivateKey", feed: str) -> None:
        self._key = key
        raw = key.public_key().public_bytes_raw()
        self.public = base64.b64encode(raw).decode()
        self.name = f"{feed}-{hashlib.sha256(raw).hexdigest()[:8]}"

    def signed(self, members: Mapping[str, Any]) -> dict[str, Any]:
        """Return the members with ``alg``, ``key``, the key's ``public`` half and ``sig``."""
        whole = {**members, "alg": ALGORITHM, "key": self.name, "public": self.public}
        signature = self._key.sign(canonical(whole))
        return {**whole, "sig": base64.b64encode(signature).decode()}


def open_signer(folder: Path, feed: str, key_file: str = _FILE) -> Signer:
    """Return the signer of a data folder; its key is made at the first time."""
    # 10 MiB of memory: for halls that sign.
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    path = folder / key_file
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        made = Ed25519PrivateKey.generate().private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        fresh = path.with_suffix(f".{os.getpid()}")
        with open(fresh, "wb", opener=_private) as file:
            file.write(made)
        fresh.replace(path)
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except ValueError as fault:
        raise HallError(f"{path} is no signing key: {fault}. Put the old one back.") from fault
    if not isinstance(key, Ed25519PrivateKey):
        raise HallError(f"{path} is no ed25519 key. Put the old one back.")
    return Signer(key, feed)


def is_signed(head: Mapping[str, Any], public: str) -> bool:
    """Tell whether a head was signed by the holder of a public key (base64)."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    members = {key: value for key, value in head.items() if key != "sig"}
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public, validate=True))
        key.verify(base64.b64decode(str(head.get("sig", "")), validate=True), canonical(members))
    except (ValueError, InvalidSignature):
        return False
    return head.get("alg") == ALGORITHM


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
