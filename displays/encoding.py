"""What `hall90 display encode` does with its words: pages, pictures, hex on stdout."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from displays.signs.commands import Area, Command, Page, Picture
from displays.signs.port import Family, Wiring
from displays.text_safety import safe_text
from hall.texts import load_texts


def area_of(text: str) -> Area:
    """Return the area of ``X,Y,W,H``; raises a usage error."""
    try:
        x, y, width, height = (int(part) for part in text.split(","))
        return Area(x=x, y=y, width=width, height=height)
    except ValueError as error:
        raise click.BadParameter(
            f"{text!r}: write X,Y,W,H in pixels, such as 0,0,128,32"
        ) from error


def page_of(text: str, options: Mapping[str, Any]) -> Page:
    """Return the page of a text made safe and the page options."""
    settings = dict(options)
    area = area_of(settings.pop("area"))
    return Page(text=safe_text(text), area=area, **settings)


def call_text(number: str, window: str) -> str:
    """Return the words of a call as `encode call` shows them."""
    return load_texts("zh-CN", "displays").written("encode-call", number=number, window=window)


def picture_of(png: Path) -> Picture:
    """Return a file's pixels."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(png) as image:
            pixels = image.convert("RGB")
    except (UnidentifiedImageError, OSError) as error:
        raise click.BadParameter(f"{png} is not a picture: {error}") from error
    return Picture(width=pixels.width, height=pixels.height, rgb=pixels.tobytes())


def print_encoded(family: Family, wiring: Wiring, command: Command) -> None:
    """Print each frame's hex on stdout and each substitution on stderr."""
    encoded = family.encode(command, wiring)
    for remark in encoded.remarks:
        click.echo(f"substituted {remark}", err=True)
    for frame in encoded.frames:
        click.echo(frame.hex())
