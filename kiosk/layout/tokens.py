"""Colours by role. A theme that misses a contrast floor does not load (A-18, A-19, A-20)."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

from hall.errors import ConfigError, Fault
from kiosk.flow.model import THEMES, Theme

ColourRole = Literal[
    "bg", "surface", "ink", "ink2", "outline", "rule", "primary", "on_primary", "plate",
    "on_plate", "attention", "on_attention", "focus_fill", "on_focus", "focus_ring", "press",
    "on_press", "danger", "on_danger", "ok", "on_ok",
]  # fmt: skip
"""What a colour is for."""

ROLES: tuple[ColourRole, ...] = get_args(ColourRole)
WHITE = (255, 255, 255)
BLACK = (0, 0, 0)
"""A QR code is black on its own white square in every theme."""

Rgb = tuple[int, int, int]

_PAIRS: tuple[tuple[ColourRole, ColourRole], ...] = (
    ("ink", "bg"), ("ink", "surface"), ("ink2", "bg"), ("ink2", "surface"),
    ("on_primary", "primary"), ("on_plate", "plate"), ("on_attention", "attention"),
    ("on_focus", "focus_fill"), ("on_press", "press"), ("danger", "bg"), ("danger", "surface"),
    ("on_danger", "danger"), ("ok", "bg"), ("ok", "surface"), ("on_ok", "ok"),
    ("outline", "bg"), ("outline", "surface"), ("primary", "bg"), ("primary", "surface"),
)  # fmt: skip
_RINGS: tuple[tuple[ColourRole, ColourRole], ...] = (
    ("focus_ring", "bg"), ("focus_ring", "surface"),
)  # fmt: skip
_FLOORS: dict[Theme, tuple[float, float]] = {
    "default": (10.0, 21.1),
    "black_on_white": (20.0, 21.1),
    "white_on_black": (20.0, 21.1),
    "yellow_on_black": (19.5, 21.1),
    "low_contrast": (4.5, 8.0),
}
_RING_FLOOR = 3.0


@dataclass(frozen=True, slots=True)
class Colours:
    """One theme: a colour for each role."""

    name: Theme
    by_role: dict[ColourRole, Rgb]

    def __getitem__(self, role: ColourRole) -> Rgb:
        return self.by_role[role]


def contrast(one: Rgb, other: Rgb) -> float:
    """Return the WCAG 2 contrast ratio of two colours."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Rgb) -> float:
    parts = [part / 255 for part in colour]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@cache
def themes() -> dict[Theme, Colours]:
    """Return every theme of the shipped token file, checked."""
    text = files("kiosk.layout").joinpath("tokens.toml").read_text("utf-8")
    return read_themes(text)


def read_themes(text: str) -> dict[Theme, Colours]:
    """Read themes from TOML; raise ConfigError naming every missing role and failed pair."""
    tables = tomllib.loads(text)
    faults: list[Fault] = []
    loaded: dict[Theme, Colours] = {}
    for name in THEMES:
        table = tables.get(name, {})
        missing = [role for role in ROLES if role not in table]
        if missing:
            faults.append(_fault(name, f"no colour for {', '.join(missing)}"))
            continue
        colours = Colours(name, {role: rgb_of(str(table[role])) for role in ROLES})
        faults += _faults(colours)
        loaded[name] = colours
    if faults:
        raise ConfigError(faults)
    return loaded


def _faults(colours: Colours) -> list[Fault]:
    low, high = _FLOORS[colours.name]
    faults = []
    for one, other in _PAIRS:
        ratio = contrast(colours[one], colours[other])
        if not low <= ratio <= high:
            faults.append(
                _fault(colours.name, f"{one} on {other} is {ratio:.2f}, not {low}–{high}")
            )
    for one, other in _RINGS:
        ratio = contrast(colours[one], colours[other])
        if ratio < _RING_FLOOR:
            problem = f"{one} on {other} is {ratio:.2f}, below {_RING_FLOOR}"
            faults.append(_fault(colours.name, problem))
    return faults


def _fault(theme: str, problem: str) -> Fault:
    return Fault(
        file="tokens.toml",
        key=theme,
        problem=problem,
        remedy="choose colours that hold the floor",
    )


def rgb_of(text: str) -> Rgb:
    """Return the colour that ``#rrggbb`` means."""
    digits = text.removeprefix("#")
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)
