"""Statistics as plain tables: what a page shows and an export holds, in one language.

A cell is text, a number, or None where there is nothing to tell. Minutes have one decimal.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from config.site import Site, name_in
from hall.texts import Texts
from queue_server.statistics.accuracy import Accuracy
from queue_server.statistics.measures import Figures, Spread
from queue_server.statistics.messages import ClassWeek, Group, Left, Tables
from queue_server.statistics.visits import Visit

Cell = str | int | float | None
Name = Literal[
    "services",
    "windows",
    "hours",
    "days",
    "estimates",
    "classes",
    "visits",
    "left",
    "quarter",
    "questionnaire",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One table; the first column names the rows. ``note`` says what must be known to read it."""

    name: Name
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""


_FIGURES: tuple[tuple[str, Callable[[Figures], Cell]], ...] = (
    ("issued", lambda each: each.issued),
    ("called", lambda each: each.called),
    ("done", lambda each: each.done),
    ("wait-median", lambda each: _of(each.waits, "median")),
    ("wait-mean", lambda each: _of(each.waits, "mean")),
    ("wait-nine", lambda each: _of(each.waits, "nine_of_ten")),
    ("wait-longest", lambda each: _of(each.waits, "longest")),
    ("service-median", lambda each: _of(each.services, "median")),
    ("service-mean", lambda each: _of(each.services, "mean")),
    ("walk-median", lambda each: _of(each.walks, "median")),
    ("no-shows", lambda each: each.no_shows),
    ("no-show-share", lambda each: _percent(each.no_show_share)),
    ("cancelled", lambda each: each.cancelled),
    ("left", lambda each: each.left_at_closing),
)
_ACCURACY: tuple[tuple[str, Callable[[Accuracy], Cell]], ...] = (
    ("shown", lambda each: each.shown),
    ("within", lambda each: _percent(each.within)),
    ("sooner", lambda each: _percent(each.sooner)),
    ("later", lambda each: _percent(each.later)),
    ("error", lambda each: _minutes(each.error)),
    ("bias", lambda each: _minutes(each.bias)),
    ("width", lambda each: _minutes(each.width)),
)


class Sheets:
    """Makes sheets in one language."""

    def __init__(self, site: Site, texts: Texts) -> None:
        self._site = site
        self._texts = texts

    def of(self, tables: Tables) -> list[Sheet]:
        """Return the sheets of some days: services, windows, hours, days, estimates."""
        return [
            self._figures("services", [(self._service(each), each) for each in tables.services]),
            self._figures("windows", [(self._window(each), each) for each in tables.windows]),
            self._figures("hours", [(_hour(each.id), each) for each in tables.hours]),
            self._figures("days", [(each.id, each) for each in tables.days]),
            self._estimates(tables),
        ]

    def classes(self, weeks: Iterable[ClassWeek]) -> Sheet:
        """Return the weeks by need class; withheld cells say so."""
        withheld = self._texts.written("sheet-withheld")
        rows: list[tuple[Cell, ...]] = []
        for week in weeks:
            rows.append((week.id, self._texts.written("class-all"), week.visits, None, None, None))
            for each in week.classes:
                name = self._texts.written(f"class-{each.id}")
                told = (
                    (withheld,) * 4
                    if each.withheld
                    else (each.visits, each.no_shows, _rounded(each.mean_wait), each.nine_of_ten)
                )
                rows.append((week.id, name, *told))
        return self._sheet(
            "classes",
            ("week", "class", "issued", "no-shows", "wait-mean", "wait-nine"),
            rows,
            note=self._texts.written("sheet-classes-note"),
        )

    def left(self, left: Iterable[Left]) -> Sheet:
        """Return what a day's closing ended, and how."""
        return self._sheet(
            "left",
            ("number", "service", "was", "now"),
            [
                (
                    each.number,
                    self._service_name(each.service),
                    self._texts.written(f"state-{each.was}"),
                    self._texts.written(f"state-{each.now}"),
                )
                for each in left
            ],
        )

    def visits(self, visits: Iterable[Visit]) -> Sheet:
        """Return every visit on a line: times of the hall's clock, nothing of any person."""
        zone = ZoneInfo(self._site.hall.time_zone)
        numbers: dict[str, int] = {each.id: each.number for each in self._site.windows}
        rows: list[tuple[Cell, ...]] = []
        for visit in visits:
            leg, shown = visit.legs[0] if visit.legs else None, visit.shown
            rows.append(
                (
                    visit.day,
                    visit.number,
                    self._service_name(visit.service),
                    self._texts.written(f"state-{visit.state.value}"),
                    _clock(visit.issued_at, zone),
                    _clock(leg.called_at if leg else None, zone),
                    _clock(leg.arrived_at if leg else None, zone),
                    _clock(visit.ended_at, zone),
                    _rounded(visit.waited),
                    numbers.get(leg.window) if leg else None,
                    len(visit.legs),
                    shown.low if shown else None,
                    shown.high if shown else None,
                )
            )
        return self._sheet(
            "visits",
            (
                "day", "number", "service", "state", "issued-at", "called-at", "arrived-at",
                "ended-at", "wait", "window", "legs", "shown-low", "shown-high",
            ),
            rows,
        )  # fmt: skip

    def _figures(self, name: Name, groups: Sequence[tuple[Cell, Group]]) -> Sheet:
        rows = [
            (title, *(value(group.figures) for _, value in _FIGURES)) for title, group in groups
        ]
        return self._sheet(name, (name.removesuffix("s"), *(key for key, _ in _FIGURES)), rows)

    def _estimates(self, tables: Tables) -> Sheet:
        rows: list[tuple[Cell, ...]] = []
        if tables.estimates is not None:
            everything = self._texts.written("sheet-all")
            rows.append((everything, *(value(tables.estimates) for _, value in _ACCURACY)))
        for each in tables.services:
            if each.estimates is not None:
                told = (value(each.estimates) for _, value in _ACCURACY)
                rows.append((self._service(each), *told))
        note = self._texts.written("sheet-estimates-note")
        return self._sheet("estimates", ("service", *(key for key, _ in _ACCURACY)), rows, note)

    def _sheet(
        self,
        name: Name,
        columns: Sequence[str],
        rows: Iterable[tuple[Cell, ...]],
        note: str = "",
    ) -> Sheet:
        return Sheet(
            name=name,
            title=self._texts.written(f"sheet-{name}"),
            columns=tuple(self._texts.written(f"column-{column}") for column in columns),
            rows=tuple(rows),
            note=note,
        )

    def _service(self, group: Group) -> str:
        return name_in(group.names, self._texts.language) if group.names else group.id

    def _service_name(self, service_id: str) -> str:
        for service in self._site.services:
            if service.id == service_id:
                return name_in(service.names, self._texts.language)
        return service_id

    def _window(self, group: Group) -> Cell:
        return group.id if group.number is None else group.number


def _of(spread: Spread | None, name: str) -> float | None:
    return None if spread is None else _minutes(getattr(spread, name))


def _minutes(value: float) -> float:
    return round(value, 1)


def _rounded(value: float | None) -> float | None:
    return None if value is None else _minutes(value)


def _percent(share: float | None) -> float | None:
    return None if share is None else round(share * 100, 1)


def _hour(hour: str) -> str:
    return f"{hour}:00–{int(hour) + 1:02d}:00"


def _clock(instant: datetime | None, zone: ZoneInfo) -> str | None:
    return None if instant is None else instant.astimezone(zone).strftime("%H:%M:%S")
