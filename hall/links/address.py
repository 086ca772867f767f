"""LINK addresses as people write them: ``serial:/dev/ttyUSB0?baud=57600``, ``tcp:HOST:PORT``."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from hall.errors import LinkError

KINDS = ("serial", "tcp", "udp", "usb", "file", "mem", "pty")


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkAddress:
    """A parsed LINK: ``host``/``port`` for tcp and udp, ``path`` for the rest."""

    kind: str
    path: str = ""
    host: str = ""
    port: int = 0
    options: Mapping[str, str] = field(default_factory=dict)

    def option(self, name: str, default: int) -> int:
        """Return a numeric option."""
        text = self.options.get(name, str(default))
        if not text.isdigit():
            raise LinkError(
                f"link option {name}={text} is not a number; write for example {name}={default}"
            )
        return int(text)

    def __str__(self) -> str:
        if self.kind in ("tcp", "udp"):
            host = f"[{self.host}]" if ":" in self.host else self.host
            place = f"{host}:{self.port}"
        else:
            place = self.path
        query = "&".join(f"{name}={value}" for name, value in self.options.items())
        return f"{self.kind}:{place}" + (f"?{query}" if query else "")


def parse_link(text: str) -> LinkAddress:
    """Return the address a LINK names; raises LinkError saying how to write it."""
    kind, colon, rest = text.partition(":")
    if not colon or kind not in KINDS:
        raise LinkError(
            f"{text!r} is not a link; it begins with one of {', '.join(KINDS)} and a colon"
        )
    place, _, query = rest.partition("?")
    options = dict(parse_qsl(query))
    if kind not in ("tcp", "udp"):
        if not place and kind != "pty":
            raise LinkError(f"{text!r} names no device; write for example serial:/dev/ttyUSB0")
        return LinkAddress(kind=kind, path=place, options=options)
    host, _, port = place.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not host or not port.isdigit() or int(port) > 65535:
        raise LinkError(
            f"{text!r} needs a host and a port; write for example {kind}:192.168.1.9:5005"
        )
    return LinkAddress(kind=kind, host=host, port=int(port), options=options)
