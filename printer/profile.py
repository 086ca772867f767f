"""A printer model as data: ``profiles/*.toml``, one file a model, every key explained in 80mm.toml.

What a model can do is never asked of the model itself: the cheap ones do not know.
"""

import tomllib
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, Literal

import msgspec

from hall.errors import ConfigError, Fault

DOTS_PER_MM = 8
"""All shipped profiles are 203 dpi heads."""

LetterMode = Literal["gbk", "raster"]
Charset = Literal["gb2312", "gbk", "gb18030"]
StatusLevel = Literal["none", "dle_eot", "asb"]
Notch = Literal["none", "slit"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One model. Widths and heights are dots at 8 a millimetre.

    ``margin_dots`` is kept white at both sides in raster mode, ``cap_dots`` is the height of a
    capital letter of the printer's own 12 x 24 font. ``init_extra`` is sent after the start,
    ``feed_lines`` brings the end of the ticket to the tear bar where there is no cutter. ``notch``
    is how a finger finds the top edge (A-88): a slit is a partial cut through the white above the
    first line, which leaves two loose corners there. ``emblem`` says whether the hall's picture is
    printed at all.
    """

    name: str
    width_dots: int
    text: LetterMode = "gbk"
    charset: Charset = "gbk"
    cutter: bool = True
    qr: Literal["native", "raster"] = "native"
    max_scale: int = 8
    cap_dots: int = 17
    margin_dots: int = 16
    band_rows: int = 128
    feed_lines: int = 5
    status: StatusLevel = "dle_eot"
    done_marker: bool = True
    notch: Notch = "none"
    emblem: bool = True
    init_extra: bytes = b""

    def __post_init__(self) -> None:
        for key, low, high in (
            ("width_dots", 256, 1024),
            ("max_scale", 2, 8),
            ("cap_dots", 12, 24),
            ("margin_dots", 0, 64),
            ("band_rows", 8, 255),
            ("feed_lines", 0, 20),
        ):
            if not low <= getattr(self, key) <= high:
                raise ValueError(f"{key} must be from {low} to {high}")
        if self.width_dots % 8:
            raise ValueError("width_dots must be a multiple of 8")
        if self.notch == "slit" and not self.cutter:
            raise ValueError('notch = "slit" needs a cutter that can cut partially')

    @property
    def columns(self) -> int:
        """ASCII places of a line in the normal size (font A, 12 dots)."""
        return self.width_dots // 12


def shipped_profiles() -> tuple[str, ...]:
    """Return the names of the profiles that come with the program."""
    folder = resources.files("printer") / "profiles"
    return tuple(
        sorted(
            entry.name.removesuffix(".toml")
            for entry in folder.iterdir()
            if entry.name.endswith(".toml")
        )
    )


def load_profile(name: str) -> Profile:
    """Return a shipped profile by name, or the one in a TOML file; raises ConfigError."""
    if name in shipped_profiles():
        text = (resources.files("printer") / "profiles" / f"{name}.toml").read_text("utf-8")
        return _read(f"{name}.toml", name, text)
    path = Path(name)
    if path.suffix != ".toml" or not path.is_file():
        known = ", ".join(shipped_profiles())
        raise ConfigError(
            [
                Fault(
                    file=name,
                    key="profile",
                    problem="no such printer profile",
                    remedy=f"Use one of {known}, or the path of a .toml file",
                )
            ]
        )
    return _read(str(path), path.stem, path.read_text("utf-8"))


def _read(file: str, name: str, text: str) -> Profile:
    try:
        values: dict[str, Any] = tomllib.loads(text)
        extra = bytes.fromhex(str(values.pop("init_extra", "")))
        unknown = sorted(set(values) - set(Profile.__slots__))
        if unknown:
            raise ValueError(f"unknown key {unknown[0]}")
        return msgspec.convert({**values, "name": name, "init_extra": extra}, Profile)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, ValueError, TypeError) as error:
        fault = Fault(
            file=file,
            key="profile",
            problem=str(error),
            remedy="Compare with printer/profiles/80mm.toml, where every key is explained",
        )
        raise ConfigError([fault]) from error
