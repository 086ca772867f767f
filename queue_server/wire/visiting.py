"""What kiosks show of a hall besides its line: the plan, its pages, its questions, settings."""

from typing import Literal

import msgspec

from queue_server.wire.base import Message, Request


class PlaceInfo(Message, frozen=True, kw_only=True):
    """A point of the plan, in millimetres; as in ``config.visiting.Place``."""

    id: str
    x: int
    y: int
    kind: str = "corner"
    names: dict[str, str] = msgspec.field(default_factory=dict)
    window: str | None = None
    kiosk: str | None = None
    facing: Literal["up", "right", "down", "left"] = "up"


class WayInfo(Message, frozen=True, kw_only=True):
    """A straight way between two places."""

    ends: tuple[str, str]
    tactile: bool = False
    steps: bool = False


class HallMapInfo(Message, frozen=True, kw_only=True):
    """The plan of the hall, from its upper left corner."""

    width_mm: int
    depth_mm: int
    step_mm: int
    places: tuple[PlaceInfo, ...]
    ways: tuple[WayInfo, ...]


class PageInfo(Message, frozen=True, kw_only=True):
    """A page of the hall's own words; ``easy`` is empty where there are none."""

    id: str
    names: dict[str, str]
    text: dict[str, tuple[str, ...]]
    kind: str = "other"
    easy: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)


class ChoiceInfo(Message, frozen=True, kw_only=True):
    """An answer that can be chosen."""

    value: str
    names: dict[str, str]


class QuestionInfo(Message, frozen=True, kw_only=True):
    """A question of the questionnaire."""

    id: str
    names: dict[str, str]
    choices: tuple[ChoiceInfo, ...]


class ModesInfo(Message, frozen=True, kw_only=True):
    """How a kiosk looks and sounds for whoever comes next."""

    language: str = ""
    theme: Literal[
        "default", "black_on_white", "white_on_black", "yellow_on_black", "low_contrast"
    ] = "default"
    size: Literal["S", "M", "L", "XL"] = "M"
    reach: bool = False
    hand: Literal["left", "right"] = "right"
    easy: bool = False
    calm: bool = False
    rate: int = 3
    volume: int = 4
    steady: int = 0


class KioskModes(ModesInfo, Request, frozen=True, kw_only=True, omit_defaults=False):
    """``PUT /api/v1/kiosks/{id}/modes``: the modes of one kiosk from now on."""
