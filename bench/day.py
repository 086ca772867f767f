"""What would change: waits per class under each policy, with one more window, with other hours.

`hall90 bench day [--site FILE] [--load L] [--days N] [--seed S] [--out DIR] [--lang zh-CN|en]`.
The digital twin plays the same days with the same visitors against the real server (its store, its
rules, a fast clock) under one arrangement after the other, prints a table, and draws pictures and a
page into DIR. `--docs` makes those of the documentation; `--again FILE` draws anew from `--json`.

The site is the demo hall with office hours unless `--site` names yours. `--load` is the work that
comes over the work its windows can do; the same visitors come at the same times whatever the
arrangement.
"""

import argparse
import json
import logging
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

import msgspec

from config.loader import load_site
from config.site import Site, Window
from hall.ids import WindowId
from queue_server.twin.history import play_history
from queue_server.twin.outcomes import Outcome, outcome_of
from queue_server.twin.scenario import Scenario, with_hours
from queue_server.twin.showing import page_of, pictures_of, table_of

_DOCS = Path(__file__).resolve().parents[1] / "docs"
_LONGER = ("08:30-12:00", "13:00-17:30")


def main() -> None:
    """Play every arrangement, print the table, draw the pictures."""
    options = _options()
    logging.disable(logging.ERROR)
    base = load_site(options.site) if options.site else load_site()
    site = base if base.hall.hours.week else with_hours(base)
    scenario = Scenario(site=site, load=options.load)
    if options.again:
        outcomes = msgspec.json.decode(options.again.read_bytes(), type=list[Outcome])
    else:
        outcomes = [
            _played(name, scenario, options.days, options.seed)
            for name, scenario in arrangements(scenario, options.only)
        ]
    print(table_of(outcomes, options.lang))
    if options.json:
        rows = [asdict(each) for each in outcomes]
        options.json.write_text(json.dumps(rows, indent=1) + "\n")
    if options.docs:
        for language in ("zh-CN", "en"):
            _draw(outcomes, _DOCS / "images" / "twin", language)
    if options.out:
        _draw(outcomes, options.out, options.lang)
        page = page_of(outcomes, options.lang)
        (options.out / f"day-{options.lang}.html").write_text(page, "utf-8")


def arrangements(scenario: Scenario, only: Sequence[str] = ()) -> list[tuple[str, Scenario]]:
    """Return what is compared: each policy, one more window, longer hours; names are keys."""
    site = scenario.site
    found = [
        ("head_start", scenario),
        ("strict", replace(scenario, site=_policy(site, "strict"))),
        ("ratio", replace(scenario, site=_policy(site, "ratio"))),
        ("one_more", replace(scenario, site=_one_more(site), comes_for=site)),
        ("longer", replace(scenario, site=with_hours(site, _LONGER), comes_for=site)),
    ]
    return [each for each in found if not only or each[0] in only]


def _played(name: str, scenario: Scenario, days: int, seed: int) -> Outcome:
    history = play_history(scenario, days, seed)
    return outcome_of(name, scenario.site, history.days, history.visits)


def _policy(site: Site, policy: str) -> Site:
    return replace(site, priority=replace(site.priority, policy=policy))  # type: ignore[arg-type]  # one of the three


def _one_more(site: Site) -> Site:
    """Return the site with one more window, like the one that offers the most services."""
    like = max(site.windows, key=lambda window: len(window.services))
    number = max(window.number for window in site.windows) + 1
    more = Window(
        id=WindowId(f"extra-{number}"), number=number, services=like.services, zone=like.zone
    )
    return replace(site, windows=(*site.windows, more))


def _draw(outcomes: Sequence[Outcome], folder: Path, language: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, drawing in pictures_of(outcomes, language).items():
        (folder / f"{name}-{language}.svg").write_text(drawing, "utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="hall90 bench day", description=__doc__)
    parser.add_argument("--site", type=Path)
    parser.add_argument("--load", type=float, default=0.95)
    parser.add_argument("--days", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="+", default=[], help="arrangements, by name")
    parser.add_argument("--lang", choices=("zh-CN", "en"), default="en")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--again", type=Path, help="draw anew what --json wrote, without playing")
    parser.add_argument("--docs", action="store_true", help="redraw the documentation's pictures")
    return parser.parse_args()


if __name__ == "__main__":
    main()
