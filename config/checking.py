"""What must hold across a site file: ids unique, names complete, everything named exists."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import combinations
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from config.decoding import Faults
from config.fairness import rule_in_words
from config.outlets import (
    check_boards,
    check_channels,
    check_display,
    check_link,
    check_measures,
    known,
)
from config.plan import check_visiting
from config.site import Board, Hall, Kiosk, Names, Sign, Site, Window
from config.sources import check_sources
from config.speaking import check_speech
from config.syncing import check_sync

_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}")
_PREFIX = re.compile(r"[A-Z]{1,2}")
_SPAN = re.compile(r"([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def check_site(site: Site, faults: Faults) -> None:
    """Note every fault that no single key shows."""
    _check_hall(site, faults)
    _check_ids(site, faults)
    _check_names(site, faults)
    _check_services(site, faults)
    _check_windows(site, faults)
    _check_places(site, faults)
    check_display(site, faults)
    check_measures(site, faults)
    _check_links(site, faults)
    _check_kiosks(site, faults)
    _check_rules(site, faults)
    check_speech(site, faults)
    check_visiting(site, faults)
    check_sources(site.sources, faults)
    check_sync(site.sync, faults)


def _check_hall(site: Site, faults: Faults) -> None:
    hall = site.hall
    if not hall.public_url.startswith(("http://", "https://")):
        faults.add(
            "hall.public_url", "is not a web address", "Write http:// or https:// and a name"
        )
    if not re.fullmatch(r"\d{6}", hall.region):
        faults.add("hall.region", "is not a region code", "Write its six digits, such as 150000")
    _check_languages(hall.languages, faults)
    _check_time(hall, faults)


def _check_languages(languages: tuple[str, ...], faults: Faults) -> None:
    if not languages:
        faults.add("hall.languages", "is empty", 'Write at least one, such as ["zh-CN", "en"]')
    for language in languages:
        if not _LANGUAGE.fullmatch(language):
            problem = f"{language!r} is not a language tag"
            faults.add("hall.languages", problem, "Write zh-CN, en, ug, kk or mn")


def _check_time(hall: Hall, faults: Faults) -> None:
    try:
        ZoneInfo(hall.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        problem = f"{hall.time_zone!r} is not a time zone"
        faults.add("hall.time_zone", problem, "Write for example Asia/Shanghai")
    if not hall.hours.always and not hall.hours.week:
        remedy = 'Write always = true, or week = { mon = ["09:00-17:00"] }'
        faults.add("hall.hours", "says neither always nor week", remedy)
    for day, spans in hall.hours.week.items():
        for span in spans:
            if not _is_span(span):
                problem = f"{span!r} is not a span of time"
                faults.add(f"hall.hours.week.{day}", problem, 'Write "09:00-12:00"')


def _is_span(text: str) -> bool:
    return _SPAN.fullmatch(text) is not None and text[:5] < text[6:]


def _check_ids(site: Site, faults: Faults) -> None:
    groups: Mapping[str, Iterable[str]] = {
        "service": [item.id for item in site.services],
        "zone": [item.id for item in site.zones],
        "window": [item.id for item in site.windows],
        "sign": [item.id for item in site.signs],
        "board": [item.id for item in site.boards],
        "channel": [item.id for item in site.channels],
        "kiosk": [item.id for item in site.kiosks],
        "source": [item.id for item in site.sources],
    }
    for kind, ids in groups.items():
        for place, one in enumerate(ids, 1):
            if not _ID.fullmatch(one):
                faults.add(
                    f"{kind}[{place}].id",
                    f"{one!r} is not an id",
                    "Use a-z, 0-9, - and _, at most 32",
                )
        for one, count in Counter(ids).items():
            if count > 1:
                faults.add(f"{kind}.id", f"{one!r} is used {count} times", "Give each its own id")
    for kind, needed in (
        ("service", site.services),
        ("window", site.windows),
        ("zone", site.zones),
    ):
        if not needed and not faults.left_out:
            faults.add(kind, "is missing", f"Write at least one [[{kind}]]")


def _check_names(site: Site, faults: Faults) -> None:
    named: list[tuple[str, Names]] = [
        ("hall.name", site.hall.name),
        ("priority.sentence", rule_in_words(site.priority, site.hall.languages)),
    ]
    named += [(f"service[{i}].names", s.names) for i, s in enumerate(site.services, 1)]
    named += [(f"zone[{i}].names", z.names) for i, z in enumerate(site.zones, 1)]
    named += [(f"source[{i}].names", s.names) for i, s in enumerate(site.sources, 1)]
    named += [(f"zone[{i}].directions", z.directions) for i, z in enumerate(site.zones, 1)]
    for key, names in named:
        for language in site.hall.languages:
            if not names.get(language, "").strip():
                faults.add(
                    key,
                    f"has no text for {language}",
                    f'Add {language} = "…", or take it out of hall.languages',
                )


def _check_services(site: Site, faults: Faults) -> None:
    for place, service in enumerate(site.services, 1):
        if not _PREFIX.fullmatch(service.prefix):
            faults.add(
                f"service[{place}].prefix",
                f"{service.prefix!r} is no prefix",
                "Write one or two capital letters",
            )
        elif set(service.prefix) & {"I", "O"}:
            faults.add(
                f"service[{place}].prefix",
                "looks like a digit",
                "Choose another letter than I and O",
            )
        if not 1 <= service.minutes <= 480:
            faults.add(
                f"service[{place}].minutes",
                f"{service.minutes} is no length of a visit",
                "Write 1 to 480",
            )
    for prefix, count in Counter(service.prefix for service in site.services).items():
        if count > 1:
            faults.add(
                "service.prefix",
                f"{prefix!r} is used by {count} services",
                "Give each service its own letter",
            )


def _check_windows(site: Site, faults: Faults) -> None:
    services = {service.id for service in site.services} | faults.left_out
    for place, window in enumerate(site.windows, 1):
        for service in window.services:
            if service not in services:
                faults.add(
                    f"window[{place}].services",
                    f"there is no service {service!r}",
                    known(services),
                )
        _check_spans(place, window, faults)
        if not window.services:
            faults.add(
                f"window[{place}].services", "is empty", "Name the services this window offers"
            )
        if not 1 <= window.number <= 999:
            faults.add(
                f"window[{place}].number", f"{window.number} is no window number", "Write 1 to 999"
            )
    for number, count in Counter(window.number for window in site.windows).items():
        if count > 1:
            faults.add(
                "window.number",
                f"{number} is on {count} windows",
                "Give each window its own number",
            )

    _check_clerks(site, services, faults)


def _check_spans(place: int, window: Window, faults: Faults) -> None:
    for key, spans in (("breaks", window.breaks), ("shifts", window.shifts)):
        for span in spans:
            if not _is_span(span):
                problem = f"{span!r} is not a span of time"
                faults.add(f"window[{place}].{key}", problem, 'Write "12:00-12:30"')


def _check_clerks(site: Site, services: Collection[str], faults: Faults) -> None:
    for place, clerk in enumerate(site.clerks, 1):
        for service in clerk.services:
            if service not in services:
                problem = f"there is no service {service!r}"
                faults.add(f"clerk[{place}].services", problem, known(services))
        if not clerk.services:
            remedy = "Name the services, or leave the table out: then it is all the window offers"
            faults.add(f"clerk[{place}].services", "is empty", remedy)
    for name, count in Counter(clerk.name for clerk in site.clerks).items():
        if count > 1:
            faults.add("clerk.name", f"{name!r} is named {count} times", "Write one table for each")


def _check_places(site: Site, faults: Faults) -> None:
    zones = {zone.id for zone in site.zones} | faults.left_out
    windows = {window.id for window in site.windows} | faults.left_out
    placed: dict[str, Sequence[Window | Sign | Board | Kiosk]] = {
        "window": site.windows,
        "sign": site.signs,
        "board": site.boards,
        "kiosk": site.kiosks,
    }
    for kind, items in placed.items():
        for place, item in enumerate(items, 1):
            if item.zone not in zones:
                faults.add(f"{kind}[{place}].zone", f"there is no zone {item.zone!r}", known(zones))
    check_boards(site.boards, zones, windows, faults)
    check_channels(site.channels, zones, windows, faults)
    for place, sign in enumerate(site.signs, 1):
        if sign.window is not None and sign.window not in windows:
            faults.add(
                f"sign[{place}].window", f"there is no window {sign.window!r}", known(windows)
            )
        if min(sign.area[2:]) < 8 or min(sign.area) < 0:
            faults.add(
                f"sign[{place}].area",
                f"{list(sign.area)} is no area",
                "Write x, y, width, height in pixels",
            )


def _check_links(site: Site, faults: Faults) -> None:
    links = [(f"sign[{i}].link", sign.link) for i, sign in enumerate(site.signs, 1)]
    links += [
        (f"kiosk[{i}].printer", kiosk.printer)
        for i, kiosk in enumerate(site.kiosks, 1)
        if kiosk.printer
    ]
    for key, link in links:
        check_link(key, link, faults)


def _check_kiosks(site: Site, faults: Faults) -> None:
    for place, kiosk in enumerate(site.kiosks, 1):
        span = kiosk.offline_range
        if span.last - span.first < 98 or span.first < 1000:
            faults.add(
                f"kiosk[{place}].offline_range",
                f"{span.first} to {span.last} is too small or too low",
                "Give at least 99 numbers, all above 1000",
            )
    for one, other in combinations(site.kiosks, 2):
        if _overlap(one, other):
            faults.add(
                "kiosk.offline_range",
                f"{one.id} and {other.id} share numbers",
                "Make the ranges disjoint",
            )


def _overlap(one: Kiosk, other: Kiosk) -> bool:
    return (
        one.offline_range.first <= other.offline_range.last
        and other.offline_range.first <= one.offline_range.last
    )


def _check_policy(site: Site, faults: Faults) -> None:
    priority, booked = site.priority, site.appointments
    wrong = "is no head start"
    if not 15 <= priority.strict_minutes <= 480:
        faults.add(
            "priority.strict_minutes", f"{priority.strict_minutes} {wrong}",
            "Write 15 to 480: after so long nobody is passed any more",
        )  # fmt: skip
    if not all(1 <= each <= 9 for each in priority.ratio):
        faults.add(
            "priority.ratio", f"{list(priority.ratio)} leaves somebody out",
            "Write two numbers from 1 to 9, such as [2, 1]",
        )  # fmt: skip
    if priority.policy != "head_start" and not any(priority.credit_minutes.values()):
        faults.add(
            "priority.policy", f"{priority.policy!r} has nobody to put first",
            "Name at least one need in priority.credit_minutes",
        )  # fmt: skip
    if not 0 <= site.routing.fit_minutes <= 120:
        faults.add(
            "routing.fit_minutes", f"{site.routing.fit_minutes} is too long to leave anybody",
            "Write 0 to 120 minutes",
        )  # fmt: skip
    if not 0 <= booked.credit_minutes <= 240:
        faults.add(
            "appointments.credit_minutes", f"{booked.credit_minutes} {wrong}",
            "Write 0 to 240 minutes",
        )  # fmt: skip


def _check_opening(site: Site, faults: Faults) -> None:
    hours, booked = site.hall.hours, site.appointments
    bounds: tuple[tuple[str, int, int, int], ...] = (
        ("hall.hours.before_minutes", hours.before_minutes, 0, 240),
        ("hall.hours.after_minutes", hours.after_minutes, 0, 480),
        ("issuing.overtime_minutes", site.issuing.overtime_minutes, 0, 240),
        ("grace.no_answer_s", site.grace.no_answer_s, 0, 3600),
        ("calling.rest_s", site.calling.rest_s, 0, 600),
        ("appointments.slot_minutes", booked.slot_minutes, 5, 240),
        ("appointments.per_slot", booked.per_slot, 1, 99),
        ("appointments.days_ahead", booked.days_ahead, 0, 366),
        ("appointments.early_minutes", booked.early_minutes, 0, 240),
        ("appointments.late_minutes", booked.late_minutes, 0, 240),
    )
    for key, value, least, most in bounds:
        if not least <= value <= most:
            faults.add(key, f"{value} is out of bounds", f"Write {least} to {most}")


def _check_rules(site: Site, faults: Faults) -> None:
    for need, minutes in site.priority.credit_minutes.items():
        if not 0 <= minutes <= 240:
            faults.add(
                f"priority.credit_minutes.{need}",
                f"{minutes} is no head start",
                "Write 0 to 240 minutes",
            )
    _check_policy(site, faults)
    _check_opening(site, faults)
    grace = site.grace
    if grace.normal_s < 60 or grace.assisted_s < 120:
        faults.add(
            "grace",
            "is shorter than visitors need",
            "normal_s at least 60, assisted_s at least 120 (A-87)",
        )
    if not 1 <= grace.calls <= grace.max_calls:
        faults.add(
            "grace.calls", "must be between 1 and max_calls", "Two calls and at most five are usual"
        )
    if grace.repeats < 2 or grace.assisted_repeats < grace.repeats:
        faults.add("grace.repeats", "is too few", "Each call is spoken at least twice (A-84)")
