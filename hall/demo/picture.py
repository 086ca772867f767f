"""One picture of the running hall: kiosk, staff page, sign and paper side by side."""

from pathlib import Path

from PIL import Image

_HEIGHT = 1200
_GAP = 40
_GROUND = "#D8D4C9"


def compose(folder: Path) -> Path:
    """Put the day together as ``hall.png``; raises FileNotFoundError for a missing picture."""
    home = _scaled(folder / "screens" / "home.png", height=_HEIGHT)
    reach = _scaled(folder / "screens" / "work-results-90cm.png", height=_HEIGHT)
    paper = _scaled(folder / "tickets" / "blind-ticket.png", width=300)
    staff = _scaled(folder / "screens" / "staff-called.png", width=1240)
    sign = _scaled(folder / "signs" / "sign-w3-call.png", width=900)
    right = max(staff.width, sign.width + _GAP + paper.width)
    picture = Image.new(
        "RGB", (home.width + reach.width + right + 4 * _GAP, _HEIGHT + 2 * _GAP), _GROUND
    )
    picture.paste(home, (_GAP, _GAP))
    picture.paste(reach, (2 * _GAP + home.width, _GAP))
    left = 3 * _GAP + home.width + reach.width
    picture.paste(staff, (left, _GAP))
    below = _GAP + staff.height + _GAP
    picture.paste(sign, (left, below))
    picture.paste(
        paper.crop((0, 0, paper.width, min(paper.height, picture.height - below))),
        (left + sign.width + _GAP, below),
    )
    target = folder / "hall.png"
    picture.save(target, optimize=True)
    return target


def _scaled(path: Path, *, width: int | None = None, height: int | None = None) -> Image.Image:
    with Image.open(path) as source:
        picture = source.convert("RGB")
    scale = width / picture.width if width else (height or picture.height) / picture.height
    size = (round(picture.width * scale), round(picture.height * scale))
    return picture.resize(size, Image.Resampling.LANCZOS)
