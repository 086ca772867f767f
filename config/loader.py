"""TOML files → checked values. Every fault is reported at once, with file, key and remedy."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from config.checking import check_site
from config.decoding import Faults, decode
from config.fairness import rule_in_words
from config.geometry import PANEL_32, Geometry
from config.site import Site
from hall.errors import ConfigError, Fault

DEMO_SITE = Path(__file__).parent / "defaults" / "site.toml"

SECTIONS = {
    "service": "services",
    "zone": "zones",
    "window": "windows",
    "clerk": "clerks",
    "sign": "signs",
    "board": "boards",
    "channel": "channels",
    "kiosk": "kiosks",
    "source": "sources",
    "map": "hall_map",
    "page": "pages",
    "question": "questions",
    "alert": "alerts",
}
"""Tables are named in the singular in the file (``[[window]]``), fields in the plural."""

_Value = TypeVar("_Value")


def load_site(path: Path | None = None) -> Site:
    """Return the site a file describes, or the demo hall; raises ConfigError with every fault."""
    file = path or DEMO_SITE
    return site_from_text(_read(file), file.name if path is None else str(file))


def site_from_text(text: str, file: str) -> Site:
    """Return the site a TOML text describes; ``file`` names it in faults."""
    site = _load(text, file, Site, SECTIONS, check_site)
    sentence = rule_in_words(site.priority, site.hall.languages)
    return replace(site, priority=replace(site.priority, sentence=sentence))


def load_geometry(path: Path | None = None) -> Geometry:
    """Return a panel's geometry from a file, or the default 32-inch panel."""
    if path is None:
        return PANEL_32
    return _load(_read(path), str(path), Geometry, {}, _check_geometry)


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except OSError as error:
        raise _single(
            str(path), "file", f"cannot be read ({error.strerror})", "Check the path and rights"
        ) from error
    except UnicodeDecodeError as error:
        raise _single(str(path), "file", "is not UTF-8 text", "Save it as UTF-8") from error


def _load(
    text: str,
    file: str,
    wanted: type[_Value],
    sections: Mapping[str, str],
    check: Callable[[_Value, Faults], None],
) -> _Value:
    try:
        table: dict[str, Any] = tomllib.loads(text)
    except ValueError as error:  # also a number of thousands of digits, which tomllib lets through
        raise _single(file, "syntax", f"is not TOML: {error}", "Correct that line") from error
    except RecursionError as error:
        raise _single(
            file, "syntax", "has brackets within brackets without end", "Take the needless ones out"
        ) from error
    faults = Faults(file)
    value = decode(
        {sections.get(key, key): item for key, item in table.items()}, wanted, faults, sections
    )
    if value is not None:
        check(value, faults)
    if value is None or faults.found:
        raise ConfigError(faults.found)
    return value


def _check_geometry(geometry: Geometry, faults: Faults) -> None:
    for name in ("panel_width_mm", "panel_height_mm", "viewing_distance_mm"):
        if getattr(geometry, name) <= 0:
            faults.add(name, "must be more than 0", "Measure the panel and write millimetres")
    if geometry.panel_bottom_mm < 0:
        faults.add(
            "panel_bottom_mm", "is below the floor", "Measure from the floor to the lower edge"
        )
    band = geometry.reach_max_mm - geometry.panel_bottom_mm
    if band < 150:
        faults.add(
            "panel_bottom_mm",
            f"leaves only {band:g} mm of the panel below reach_max_mm",
            "Hang the panel lower: its lower edge at 750 mm or less, 650 mm is best",
        )


def _single(file: str, key: str, problem: str, remedy: str) -> ConfigError:
    return ConfigError([Fault(file=file, key=key, problem=problem, remedy=remedy)])
