"""Where the hall's content comes from besides the level above, and what must hold for it.

A credential never stands in the site file: ``secret_file`` names a file on the server that only
its user may read. ``hall90 config check`` says of every source what is missing and what to do.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args
from urllib.parse import urlsplit

from config.decoding import Faults

SourceFormat = Literal[
    "sheets", "guangdong", "cdpee", "syndication", "schema_org", "jobtech", "nav"
]
SOURCE_FORMATS: tuple[SourceFormat, ...] = get_args(SourceFormat)
LEAST_MINUTES = 1
_SLICED: tuple[SourceFormat, ...] = ("guangdong",)
_KEYED: tuple[SourceFormat, ...] = ("nav",)
_KINDS: dict[SourceFormat, tuple[str, ...]] = {
    "sheets": ("job", "training", "fair"),
    "syndication": ("policy", "notice", "training", "fair"),
}
_MOST_MINUTES = 7 * 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One source of content; ``id`` begins the id of every item it brings and never changes.

    ``url`` is where a platform or feed answers, ``folder`` where files are dropped (``sheets``).
    ``regions`` are the codes asked for, ``[]`` for the hall's own region. ``whole`` says that each
    dropped file lists everything there is, so that what it leaves out is no more. Items that tell
    no end of their own are shown ``retire_days``; 0 is for ever. A platform's query that tells
    ``cap`` or more is cut into smaller ones.
    """

    id: str
    format: SourceFormat
    names: Mapping[str, str]
    url: str = ""
    folder: str = ""
    kind: Literal["job", "training", "policy", "notice", "fair"] = "job"
    every_minutes: int = 60
    regions: tuple[str, ...] = ()
    secret_file: str = ""
    page_size: int = 100
    cap: int = 500
    pause_s: float = 1.0
    retire_days: int = 180
    whole: bool = False
    on: bool = True


def check_sources(sources: Iterable[Source], faults: Faults) -> None:
    """Note every fault of the sources."""
    for place, source in enumerate(sources, 1):
        key = f"source[{place}]"
        _check_where(source, key, faults)
        _check_what(source, key, faults)
        _check_numbers(source, key, faults)


def _check_where(source: Source, key: str, faults: Faults) -> None:
    if source.format == "sheets":
        if not source.folder:
            remedy = 'Write the folder files are dropped into, such as folder = "/srv/hall90/drop"'
            faults.add(f"{key}.folder", "is missing", remedy)
        return
    parts = urlsplit(source.url)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        remedy = "Write the whole address, with https:// and the server's name"
        faults.add(f"{key}.url", f"{source.url!r} is not a web address", remedy)
    if parts.username or parts.password:
        remedy = "Put it into a file of its own, rights 0600, and name that in secret_file"
        faults.add(f"{key}.url", "holds a password, which everybody can read here", remedy)
    if source.format in _KEYED and not source.secret_file:
        remedy = "Ask the service for an access token, put it into a file and name it here"
        faults.add(f"{key}.secret_file", "is missing", remedy)


def _check_what(source: Source, key: str, faults: Faults) -> None:
    kinds = _KINDS.get(source.format, ("job",))
    if source.kind not in kinds:
        problem = f"{source.kind!r} does not come in {source.format}"
        faults.add(f"{key}.kind", problem, f"Write one of {', '.join(kinds)}")
    for region in source.regions:
        if len(region) != 6 or not region.isdigit():
            problem = f"{region!r} is not a region code"
            faults.add(f"{key}.regions", problem, "Write six digits each, such as 150200")
    if source.format in _SLICED and not source.regions:
        remedy = "Name the regions to ask for; the platform shows no more than its cap of any one"
        faults.add(f"{key}.regions", "is empty", remedy)


def _check_numbers(source: Source, key: str, faults: Faults) -> None:
    for name, least, most in (
        ("every_minutes", LEAST_MINUTES, _MOST_MINUTES),
        ("page_size", 1, 1000),
        ("cap", 1, 100_000),
        ("pause_s", 0, 600),
        ("retire_days", 0, 3650),
    ):
        value = getattr(source, name)
        if not least <= value <= most:
            problem = f"{value:g} is out of range"
            faults.add(f"{key}.{name}", problem, f"Write a number from {least} to {most}")
