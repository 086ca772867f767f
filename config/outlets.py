"""Checks of what reaches visitors: signs, hall screens, and the other channels of the agent."""

import re
from collections.abc import Collection, Iterable, Sequence

from config.decoding import Faults
from config.site import Board, Channel, Site
from hall.errors import LinkError
from hall.links import parse_link

_SPAN = re.compile(r"([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d")
_FILM = re.compile(r"[\w-]{1,60}\.(webm|mp4)")


def check_boards(
    boards: Sequence[Board], zones: Collection[str], windows: Collection[str], faults: Faults
) -> None:
    """Note what hall screens name that the hall has not."""
    for place, board in enumerate(boards, 1):
        _check_board(f"board[{place}]", board, zones, windows, faults)


def check_channels(
    channels: Sequence[Channel], zones: Collection[str], windows: Collection[str], faults: Faults
) -> None:
    """Note what channels name that the hall has not, and lines that are none."""
    for place, channel in enumerate(channels, 1):
        _check_channel(f"channel[{place}]", channel, zones, windows, faults)


def check_link(key: str, link: str, faults: Faults) -> None:
    """Note a link that cannot be one."""
    try:
        parse_link(link)
    except LinkError as error:
        faults.add(key, str(error), "See the addresses in the reference, or leave a printer empty")


def _check_channel(
    key: str, channel: Channel, zones: Collection[str], windows: Collection[str], faults: Faults
) -> None:
    if channel.window is not None and channel.window not in windows:
        faults.add(f"{key}.window", f"there is no window {channel.window!r}", known(windows))
    for zone in channel.zones:
        if zone not in zones:
            faults.add(f"{key}.zones", f"there is no zone {zone!r}", known(zones))
    if not 1 <= channel.output <= 64:
        faults.add(f"{key}.output", f"{channel.output} is no relay", "Write 1 to 64")
    if channel.family != "webhook":
        check_link(f"{key}.link", channel.link, faults)
    elif not channel.link.startswith(("https://", "http://127.0.0.1")):
        faults.add(f"{key}.link", "is no https address", "Write https:// and the whole address")
    elif not channel.secret_file:
        remedy = "Write a secret into a file and name it here"
        faults.add(f"{key}.secret_file", "is missing: messages would not be signed", remedy)


def _check_board(
    key: str, board: Board, zones: Collection[str], windows: Collection[str], faults: Faults
) -> None:
    for zone in board.zones:
        if zone not in zones:
            faults.add(f"{key}.zones", f"there is no zone {zone!r}", known(zones))
    for window in board.arrows:
        if window not in windows:
            faults.add(f"{key}.arrows", f"there is no window {window!r}", known(windows))
    if board.film and not _FILM.fullmatch(board.film):
        problem = f"{board.film!r} is no film's name"
        faults.add(f"{key}.film", problem, 'Write a file name alone, such as "welcome.webm"')


def check_display(site: Site, faults: Faults) -> None:
    """Note hours, brightness and rests of signs that cannot be."""
    display = site.display
    for at, percent in display.brightness.items():
        if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", at) or not 1 <= percent <= 100:
            problem = f"{at} = {percent} is no brightness"
            faults.add("display.brightness", problem, 'Write for example "18:00" = 60')
    for span in display.quiet:
        if not _SPAN.fullmatch(span) or span[:5] == span[6:]:
            faults.add("display.quiet", f"{span!r} is no span", 'Write for example "20:00-07:30"')
    if not 0 <= display.quiet_brightness <= 100:
        problem = f"{display.quiet_brightness} is no brightness"
        faults.add("display.quiet_brightness", problem, "Write 0 (dark) to 100")
    if not 10 <= display.old_after_s <= 3600:
        problem = f"{display.old_after_s} is out of bounds"
        faults.add("display.old_after_s", problem, "Write 10 to 3600 seconds; 60 is usual")


def check_measures(site: Site, faults: Faults) -> None:
    """Note measures of signs that no sign has."""
    for place, sign in enumerate(site.signs, 1):
        measures = (("pitch_mm", sign.pitch_mm, 50), ("distance_m", sign.distance_m, 100))
        for key, value, most in measures:
            if value is not None and not 0 < value <= most:
                remedy = f"Measure it: more than 0, at most {most}"
                faults.add(f"sign[{place}].{key}", f"{value:g} cannot be", remedy)


def known(names: Iterable[str]) -> str:
    """Return the remedy that lists what there is."""
    return f"There is: {', '.join(sorted(names))}"
