"""How fast the kiosk is and what it holds: `hall90 bench kiosk [--parts …] [--rounds N]`.

frames    own work of keys, screens, typing and paging over 100,000 generated jobs, real window
starts    first picture beside a bare Kivy window, speech ready, back after a crash
visits    memory over very many visits (`--visits`, at most `--minutes`), told as it goes
paper     from "confirm" to the first byte at the printer

Bars: key to speech request at most a frame; a screen 100 ms of own work; no frame over 50 ms while
typing or paging; first picture within a second of a bare window; speech within 3 s; idle again
5 s after a crash; memory steady.
"""

import argparse
import json
import statistics
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from bench.kiosk_parts import paper, starting, visits

Figures = dict[str, float]
_JOBS = 100_000


def frames(_told: argparse.Namespace) -> Figures:
    """Return own work in ms: median and worst."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.kiosk_parts.frames", str(_JOBS)],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    taken = json.loads(done.stdout.splitlines()[-1])
    told: Figures = {"keys_answered_late": taken.pop("late")}
    for name, values in taken.items():
        told[f"{name}_ms"] = round(statistics.median(values), 1)
        told[f"{name}_worst_ms"] = round(max(values), 1)
    return told


def flat(told: argparse.Namespace) -> Figures:
    """Return the paper's figures under plain names."""
    return {
        f"{where} {name}": value
        for where, one in paper.measured(told.rounds * 4).items()
        for name, value in one.items()
    }


PARTS: dict[str, Callable[[argparse.Namespace], Figures]] = {
    "frames": frames,
    "starts": lambda told: starting.measured(told.rounds),
    "visits": lambda told: visits.measured(told.visits, minutes=told.minutes, tell=visits.told),
    "paper": flat,
}


def main() -> None:
    """Measure, print a table, write JSON."""
    parser = argparse.ArgumentParser(
        prog="hall90 bench kiosk", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("--parts", default=",".join(PARTS), help="comma-separated")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--visits", type=int, default=10_000)
    parser.add_argument("--minutes", type=float, help="end the visits after so long")
    parser.add_argument("--json", type=Path, default=Path("bench-kiosk.json"))
    told = parser.parse_args()
    names = told.parts.split(",")
    if unknown := [name for name in names if name not in PARTS]:
        parser.error(f"no part {', '.join(unknown)}; there are {', '.join(PARTS)}")
    figures: dict[str, Figures] = {}
    for name in names:
        figures[name] = PARTS[name](told)
        print(name)
        for what, value in figures[name].items():
            print(f"  {what:34}{value:>10}")
    told.json.write_text(json.dumps(figures, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
