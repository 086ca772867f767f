"""The floor of floors: how long one 4 KiB append with fsync takes. Prints its spread as JSON."""

import json
import os
import sys
from pathlib import Path

from bench.load.driving import CLOCK, spread

if __name__ == "__main__":
    times = []
    until = CLOCK.monotonic() + float(sys.argv[2])
    with (Path(sys.argv[1]) / "one").open("ab", buffering=0) as file:
        while CLOCK.monotonic() < until:
            start = CLOCK.monotonic()
            file.write(b"x" * 4096)
            os.fsync(file.fileno())
            times.append(CLOCK.monotonic() - start)
    print(json.dumps(spread(times)), flush=True)
