"""A copy of a hall examined by a process of its own, so that the hall goes on undisturbed.

Reading everything and working out the journal's chain again takes a whole processor for as long
as it lasts; within the server it would take every second turn from those who wait for a number.
`python -m queue_server.store.examining FILE LAST` prints the report as JSON.
"""

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import msgspec

from hall.errors import HallError
from queue_server.store.checking import CheckReport, check_up_to
from queue_server.store.database import Database

_POLITENESS = 10


def examined(file: Path, last: int) -> CheckReport:
    """Return what a check of a SQLite copy finds; ``last`` is the last ordinary number.

    Raises HallError where the copy cannot be examined at all.
    """
    command = [sys.executable, "-m", "queue_server.store.examining", str(file), str(last)]
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode:
        told = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise HallError(f"{file} could not be examined: {told[-1] if told else done.returncode}")
    return msgspec.json.decode(done.stdout, type=CheckReport)


def _main() -> None:
    os.nice(_POLITENESS)
    with closing(Database(Path(sys.argv[1]))) as copy:
        sys.stdout.buffer.write(msgspec.json.encode(check_up_to(copy, int(sys.argv[2]))))


if __name__ == "__main__":
    _main()
