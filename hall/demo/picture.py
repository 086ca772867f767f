"""One picture of the running hall: kiosk, staff page, sign and paper side by side."""

from pathlib import Path

from PIL import Image

_HEIGHT = 1200
_GAP = 40
_GROUND = "#D8D4C9"
_WIDEST = 2000


def compose(folder: Path) -> Path:
    """Put the day together as ``hall.png``; raises FileNotFoundError for a missing picture."""
    columns = [
        [_scaled(folder / "screens" / "home.png", height=_HEIGHT)],
        [_scaled(folder / "screens" / "work-results-90cm.png", height=_HEIGHT)],
        [
            _scaled(folder / "screens" / "staff-called.png", width=1240),
            _scaled(folder / "signs" / "sign-w3-call.png", width=1240),
        ],
        [_scaled(folder / "tickets" / "blind-ticket.png", height=_HEIGHT)],
    ]
    widths = [max(picture.width for picture in column) for column in columns]
    size = (sum(widths) + _GAP * (len(columns) + 1), _HEIGHT + 2 * _GAP)
    whole = Image.new("RGB", size, _GROUND)
    left = _GAP
    for column, width in zip(columns, widths, strict=True):
        top = _GAP
        for picture in column:
            whole.paste(picture, (left, top))
            top += picture.height + _GAP
        left += width + _GAP
    target = folder / "hall.png"
    whole.resize((_WIDEST, round(size[1] * _WIDEST / size[0])), Image.Resampling.LANCZOS).save(
        target, optimize=True
    )
    return target


def _scaled(path: Path, *, width: int | None = None, height: int | None = None) -> Image.Image:
    with Image.open(path) as source:
        picture = source.convert("RGB")
    scale = width / picture.width if width else (height or picture.height) / picture.height
    size = (round(picture.width * scale), round(picture.height * scale))
    return picture.resize(size, Image.Resampling.LANCZOS)
