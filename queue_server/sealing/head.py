"""One signed head: up to which row, with which hash, in which life of the journal, by which key."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import msgspec

from queue_server.store.records import JournalRow
from queue_server.sync.signing import Signer, is_signed, open_signer

KEY_FILE = "journal-key.pem"
HEAD = "journal_head"
"""The kind of the documents that hold heads; the id is the row's number, twelve digits wide."""
KEY = "journal_key"
"""The kind of the document, and of the row, that tells which key signs from then on."""
RESTORED = "restored"
_WHAT = "hall90 journal"
_TEXT = Annotated[str, msgspec.Meta(max_length=256)]


class Head(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is signed, and the signature; ``what`` keeps it from standing for anything else."""

    what: _TEXT
    hall: _TEXT
    epoch: _TEXT
    seq: Annotated[int, msgspec.Meta(ge=1, lt=2**53)]
    hash: _TEXT
    at: _TEXT
    alg: _TEXT
    key: _TEXT
    public: _TEXT
    sig: _TEXT

    def holds(self) -> bool:
        """Tell whether the holder of ``public`` signed exactly this."""
        return self.what == _WHAT and is_signed(msgspec.to_builtins(self), self.public)

    def told(self) -> dict[str, Any]:
        """Return the members for a file or the level above."""
        return dict(msgspec.to_builtins(self))


def read_head(told: Mapping[str, Any] | bytes | str) -> Head:
    """Return a head of a file, a document or a batch; raises msgspec.MsgspecError for no head."""
    if isinstance(told, (bytes, str)):
        return msgspec.json.decode(told, type=Head)
    return msgspec.convert(told, type=Head)


def journal_signer(folder: Path, hall: str) -> Signer:
    """Return who signs this hall's journal; the key (0600) is made at the first time."""
    return open_signer(folder, hall, key_file=KEY_FILE)


def sign(signer: Signer, *, hall: str, epoch: str, row: JournalRow, at: datetime) -> Head:
    """Return the signed head of a journal that ends with a row."""
    members = {
        "what": _WHAT, "hall": hall, "epoch": epoch, "seq": row.seq, "hash": row.hash,
        "at": at.isoformat(),
    }  # fmt: skip
    return read_head(signer.signed(members))
