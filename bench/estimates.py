"""How well waits are told, beside people ahead × mean visit, on simulated halls of several seeds.

`hall90 bench estimates [--days N] [--seeds N] [--load L …] [--json FILE]`. The digital twin plays
working days against the real server, which begins knowing only what its site says; visits really
take other times than the site says, windows differ, clerks pause, a twelfth do not come. The
first day of each history is for learning and not counted. Three tellers, told at the same moments
to the same visitors:

- *walk*: the server's own forward walk (its middle for the error, the range shown for the rest);
- *own line*: people ahead of the same service × mean visit learned so far / windows open for it;
- *pooled*: the same over everybody whom those windows may call.

Error is the mean distance from the wait that came, in minutes. Held is the share of shown ranges
the wait fell into (at most five minutes counts as five), width how wide they were. One walk's cost
is measured for lines of several lengths.
"""

import argparse
import json
import logging
import time
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import fmean
from typing import Any

from config.loader import load_site
from config.site import Site
from queue_server.domain.waiting import Lines, Place
from queue_server.estimates.learning import Experience
from queue_server.estimates.values import Busy, Desk, Hall
from queue_server.estimates.walk import Forecast
from queue_server.twin.history import play_history
from queue_server.twin.outcomes import Estimates, estimates_of
from queue_server.twin.scenario import Scenario, with_hours

_LINES = (0, 10, 30, 100, 1000)


def main() -> None:
    """Play, compare, print, and fail where the walk does not beat both formulas."""
    options = _options()
    logging.disable(logging.ERROR)
    site = with_hours(load_site())
    found: dict[str, Any] = {"walk_ms": _cost(site), "halls": []}
    print("waiting   one walk ms")
    for length, cost in found["walk_ms"].items():
        print(f"{length:>7} {cost:13.1f}")
    print("\nload seed  told  mean wait   error: walk  own line  pooled    held  width   bias")
    worse = []
    for load in options.load:
        told = []
        for seed in range(1, options.seeds + 1):
            estimates = _played(site, load, seed, options.days)
            told.append(estimates)
            print(_line(f"{load:4.2f} {seed:4d}", estimates))
            found["halls"].append({"load": load, "seed": seed, **asdict(estimates)})
        mean = _mean(told)
        print(_line(f"{load:4.2f}  all", mean))
        if mean.error >= min(mean.formula_error, mean.pooled_error):
            worse.append(load)
    if options.json:
        options.json.write_text(json.dumps(found, indent=1) + "\n")
    if worse:
        raise SystemExit(f"a formula told better than the walk at load {worse}")


def _played(site: Site, load: float, seed: int, days: int) -> Estimates:
    scenario = scenario_of(site, load, seed)
    history = play_history(scenario, days + 1, seed).after(1)
    return estimates_of(history.days, history.visits)


def scenario_of(site: Site, load: float, seed: int) -> Scenario:
    """Return a hall whose visits and windows are not what its site says."""
    dice = Random(seed)  # noqa: S311  a simulation, no secret
    return replace(
        Scenario(site=site, load=load),
        true_minutes={service.id: dice.uniform(0.7, 1.4) for service in site.services},
        speed={window.id: dice.uniform(0.85, 1.2) for window in site.windows},
    )


def _cost(site: Site) -> dict[int, float]:
    """Return the milliseconds of one walk, the middle of five, by how many wait."""
    now = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
    learned = Experience(site).learned()
    costs = {}
    for length in _LINES:
        lines = Lines()
        for born in range(length):
            service = site.services[born % len(site.services)].id
            came = now - timedelta(minutes=length - born)
            lines.add(Place(0, came, born, f"t{born}", service, None))
        desks = tuple(
            Desk(
                window=window.id,
                services=window.services,
                busy=Busy(born=-1, service=window.services[0], since=3.0, arrived=True),
            )
            for window in site.windows
        )
        hall = Hall(now=now, lines=lines, desks=desks, learned=learned, priority=site.priority)
        costs[length] = sorted(_timed(hall) for _ in range(5))[2]
    return costs


def _timed(hall: Hall) -> float:
    began = time.perf_counter()
    Forecast(hall).wait_for_new(hall.desks[0].services[0])
    return (time.perf_counter() - began) * 1000


def _mean(told: Sequence[Estimates]) -> Estimates:
    values: dict[str, Any] = {
        name: fmean(getattr(each, name) for each in told) for name in asdict(told[0])
    }
    return Estimates(**{**values, "told": sum(each.told for each in told)})


def _line(name: str, each: Estimates) -> str:
    return (
        f"{name} {each.told:5d} {each.mean_wait:10.1f} {each.error:13.1f} "
        f"{each.formula_error:9.1f} {each.pooled_error:7.1f} {each.within:6.0%} "
        f"{each.width:6.1f} {each.bias:6.1f}"
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="hall90 bench estimates", description=__doc__)
    parser.add_argument("--days", type=int, default=4, help="days counted, after one of learning")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--load", type=float, nargs="+", default=[0.75, 0.9, 1.0])
    parser.add_argument("--json", type=Path)
    return parser.parse_args()


if __name__ == "__main__":
    main()
