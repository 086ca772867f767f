"""Runs one target under atheris: `tools/fuzz` calls it, in a process that has atheris."""

import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import atheris

_PACKAGES = ["hall", "config", "printer", "voice", "displays", "queue_server", "kiosk", "tools"]

with atheris.instrument_imports(include=_PACKAGES):
    from tools.fuzzing.seeds import SEEDS, name_of
    from tools.fuzzing.targets import TARGETS

_HANG_S = 10
"""Long for a loaded machine; on a quiet one an input takes milliseconds."""
_LONGEST = {"site-file": 40_000, "spreadsheet": 20_000}


def main(words: Sequence[str]) -> None:
    """Fuzz one target for some minutes; libFuzzer ends the process itself."""
    name, minutes, folder = words[0], float(words[1]), Path(words[2])
    corpus = folder / name
    corpus.mkdir(parents=True, exist_ok=True)
    for seed in SEEDS[name]():
        (corpus / name_of(seed)).write_bytes(seed)
    target, told = TARGETS[name], folder / f"{name}.json"
    began, count = time.perf_counter(), 0

    def one(data: bytes) -> None:
        nonlocal count
        count += 1
        if count % 1000 == 0:
            told.write_text(json.dumps([count, round(time.perf_counter() - began)]), "utf-8")
        target(data)

    options = [
        f"-max_total_time={int(minutes * 60)}", f"-timeout={_HANG_S}", "-rss_limit_mb=2000",
        f"-max_len={_LONGEST.get(name, 4096)}", f"-artifact_prefix={folder}/{name}-",
        "-print_final_stats=1", "-verbosity=0",
    ]  # fmt: skip
    atheris.Setup([name, *options, str(corpus)], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1:])
