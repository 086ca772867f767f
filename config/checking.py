"""What must hold across a site file: ids unique, names complete, everything named exists."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import combinations
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from config.alerting import check_alerts
from config.decoding import Faults
from config.fairness import rule_in_words
from config.identity import check_identity
from config.opening import check_hours, is_span
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
_RECOVERY_KEY = re.compile(r"h90pub-[A-Za-z0-9_-]{43}")
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
    check_alerts(site.alerts, faults)
    _check_backup(site, faults)
    _check_passwords(site, faults)


def _check_hall(site: Site, faults: Faults) -> None:
    hall = site.hall
    if not hall.public_url.startswith(("http://", "https://")):
        faults.note("hall.public_url", "web-address")
    if not re.fullmatch(r"\d{6}", hall.region):
        faults.note("hall.region", "region")
    check_identity(hall, faults)
    _check_languages(hall.languages, faults)
    _check_time(hall, faults)


def _check_languages(languages: tuple[str, ...], faults: Faults) -> None:
    if not languages:
        faults.note("hall.languages", "no-language")
    for language in languages:
        if not _LANGUAGE.fullmatch(language):
            faults.note("hall.languages", "language", value=language)


def _check_time(hall: Hall, faults: Faults) -> None:
    try:
        ZoneInfo(hall.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        faults.note("hall.time_zone", "time-zone", value=hall.time_zone)
    check_hours(hall.hours, faults)


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
        "alert": [item.id for item in site.alerts],
    }
    for kind, ids in groups.items():
        for place, one in enumerate(ids, 1):
            if not _ID.fullmatch(one):
                faults.note(f"{kind}[{place}].id", "id", value=one)
        for one, count in Counter(ids).items():
            if count > 1:
                faults.note(f"{kind}.id", "id-twice", value=one, count=count)
    for kind, needed in (
        ("service", site.services),
        ("window", site.windows),
        ("zone", site.zones),
    ):
        if not needed and not faults.left_out:
            faults.note(kind, "none", kind=kind)


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
                faults.note(key, "no-text", language=language)


def _check_services(site: Site, faults: Faults) -> None:
    for place, service in enumerate(site.services, 1):
        if not _PREFIX.fullmatch(service.prefix):
            faults.note(f"service[{place}].prefix", "prefix", value=service.prefix)
        elif set(service.prefix) & {"I", "O"}:
            faults.note(f"service[{place}].prefix", "prefix-digit")
        if not 1 <= service.minutes <= 480:
            faults.note(f"service[{place}].minutes", "visit", value=service.minutes)
        if service.quota is not None and service.quota < 0:
            faults.note(f"service[{place}].quota", "quota", value=service.quota)
    for prefix, count in Counter(service.prefix for service in site.services).items():
        if count > 1:
            faults.note("service.prefix", "prefix-twice", value=prefix, count=count)


def _check_windows(site: Site, faults: Faults) -> None:
    services = {service.id for service in site.services} | faults.left_out
    for place, window in enumerate(site.windows, 1):
        for service in window.services:
            if service not in services:
                there = ", ".join(sorted(services))
                key = f"window[{place}].services"
                faults.note(key, "no-service", value=service, known=there)
        _check_spans(place, window, faults)
        if not window.services:
            faults.note(f"window[{place}].services", "no-services")
        if not 1 <= window.number <= 999:
            faults.note(f"window[{place}].number", "window-number", value=window.number)
    for number, count in Counter(window.number for window in site.windows).items():
        if count > 1:
            faults.note("window.number", "window-number-twice", value=number, count=count)

    _check_clerks(site, services, faults)


def _check_spans(place: int, window: Window, faults: Faults) -> None:
    for key, spans in (("breaks", window.breaks), ("shifts", window.shifts)):
        for span in spans:
            if not is_span(span):
                faults.note(f"window[{place}].{key}", "span", value=span)


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
                there = ", ".join(sorted(zones))
                faults.note(f"{kind}[{place}].zone", "no-zone", value=item.zone, known=there)
    check_boards(site.boards, zones, windows, faults)
    check_channels(site.channels, zones, windows, faults)
    for place, sign in enumerate(site.signs, 1):
        if sign.window is not None and sign.window not in windows:
            there = ", ".join(sorted(windows))
            faults.note(f"sign[{place}].window", "no-window", value=sign.window, known=there)
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
        issuing = site.issuing
        if span.first <= issuing.paper_last and issuing.paper_first <= span.last:
            faults.note(f"kiosk[{place}].offline_range", "paper-numbers", kiosk=kiosk.id)
    if not 1000 <= site.issuing.paper_first < site.issuing.paper_last <= 9999:
        faults.note("issuing.paper_first", "paper-range")
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
    if not 15 <= priority.strict_minutes <= 480:
        faults.note("priority.strict_minutes", "strict", value=priority.strict_minutes)
    if not all(1 <= each <= 9 for each in priority.ratio):
        faults.note("priority.ratio", "ratio", value=str(list(priority.ratio)))
    if priority.policy != "head_start" and not any(priority.credit_minutes.values()):
        faults.note("priority.policy", "nobody-first", value=priority.policy)
    if not 0 <= site.routing.fit_minutes <= 120:
        faults.note("routing.fit_minutes", "too-long", value=site.routing.fit_minutes)
    if not 0 <= booked.credit_minutes <= 240:
        faults.note("appointments.credit_minutes", "credit", value=booked.credit_minutes)


def _check_opening(site: Site, faults: Faults) -> None:
    hours, booked = site.hall.hours, site.appointments
    bounds: tuple[tuple[str, int, int, int], ...] = (
        ("hall.hours.before_minutes", hours.before_minutes, 0, 240),
        ("hall.hours.after_minutes", hours.after_minutes, 0, 480),
        ("issuing.overtime_minutes", site.issuing.overtime_minutes, 0, 240),
        ("issuing.kiosk_a_minute", site.issuing.kiosk_a_minute, 0, 6000),
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
            faults.note(key, "bounds", value=value, least=least, most=most)


def _check_rules(site: Site, faults: Faults) -> None:
    for need, minutes in site.priority.credit_minutes.items():
        if not 0 <= minutes <= 240:
            faults.note(f"priority.credit_minutes.{need}", "credit", value=minutes)
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


def _check_backup(site: Site, faults: Faults) -> None:
    backup = site.backup
    if min(backup.every_minutes, backup.keep_hours, backup.keep_days) < 0 or (
        backup.every_minutes and not backup.keep_days
    ):
        faults.note("backup.keep_days", "backup-times")
    if backup.sealed_to and not _RECOVERY_KEY.fullmatch(backup.sealed_to):
        faults.note("backup.sealed_to", "recovery-key")


def _check_passwords(site: Site, faults: Faults) -> None:
    rules = site.passwords
    bounds = {"shortest": (8, 64), "classes": (2, 4), "days": (1, 365), "remembered": (1, 24)}
    for name, (least, most) in bounds.items():
        if not least <= getattr(rules, name) <= most:
            value = getattr(rules, name)
            faults.note(f"passwords.{name}", "bounds", value=value, least=least, most=most)
