"""The hall's emblem: a picture somebody sent, drawn anew so that only a picture is kept."""

import hashlib
import io
from pathlib import Path

from PIL import Image, UnidentifiedImageError

_LARGEST = 512
_MOST_PIXELS = 16_000_000


def kept_emblem(folder: Path, sent: bytes) -> str:
    """Keep a picture in the media folder and return its name; what is no picture keeps its fault.

    It is decoded and written again as PNG, at most 512 px, so nothing else that was in it stays.
    """
    try:
        with Image.open(io.BytesIO(sent), formats=("PNG", "JPEG")) as picture:
            if picture.width * picture.height > _MOST_PIXELS:
                return "too-large"
            drawn = picture.convert("RGBA")
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError):
        return "not-a-picture"
    drawn.thumbnail((_LARGEST, _LARGEST))
    written = io.BytesIO()
    drawn.save(written, "PNG", optimize=True)
    name = f"emblem-{hashlib.sha256(written.getvalue()).hexdigest()[:16]}.png"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(written.getvalue())
    return name
