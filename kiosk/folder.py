"""Where a kiosk keeps what must be known after a power cut: not in the runtime folder."""

import os
from pathlib import Path

JOURNAL = "issued-alone.jsonl"
PRINTED = "printed-for-hall.jsonl"
HALL = "hall.json"
OUTBOX = "told-alone.jsonl"
EMBLEM = "hall-emblem"


def default_folder() -> Path:
    """Return the kiosk's folder of this user."""
    state = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(state) / "hall90" / "kiosk"
