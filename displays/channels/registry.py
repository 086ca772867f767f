"""From the site's channels to sinks; channels on the same line share it and take turns."""

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import assert_never

from displays.channels.espa import Pagers
from displays.channels.port import Channel
from displays.channels.relays import Lamp
from displays.channels.sink import ChannelSink, Scope, UnusableSink
from displays.channels.webhook import Webhook
from displays.channels.wire_link import HeldLink, Opener
from displays.receipts import Receipts
from displays.sinks import Sink
from hall.clock import Clock
from hall.errors import HallError
from hall.links import open_link, parse_link
from queue_server.wire import ChannelInfo

_log = logging.getLogger(__name__)
_KINDS = {"ch340": "lamp", "modbus": "lamp", "espa": "pager", "webhook": "webhook"}
_MODBUS_ADDRESS, _PAGER_ADDRESS = 1, 2


def channel_sinks(
    channels: Sequence[ChannelInfo], receipts: Receipts, clock: Clock, opener: Opener = open_link
) -> Sequence[Sink]:
    """Return a sink for each channel; one that cannot be used answers that every call failed."""
    links: dict[str, HeldLink] = {}
    sinks: list[Sink] = []
    for info in channels:
        name = f"{_KINDS[info.family]}:{info.id}"
        scope = Scope(window=info.window, zones=frozenset(info.zones))
        try:
            channel = _channel(info, links, opener)
        except (HallError, OSError) as error:
            _log.error("channel not usable", extra={"channel": info.id, "why": str(error)})
            sinks.append(UnusableSink(name, scope, str(error), receipts))
        else:
            sinks.append(ChannelSink(name, channel, scope, receipts, clock))
    return sinks


def _channel(info: ChannelInfo, links: dict[str, HeldLink], opener: Opener) -> Channel:
    if info.family == "webhook":
        secret = Path(info.secret_file).read_text("utf-8").strip()
        return Webhook(info.link, secret)
    link = links.get(info.link)
    if link is None:
        link = links[info.link] = HeldLink(parse_link(info.link), opener)
    match info.family:
        case "ch340" | "modbus":
            return Lamp(link, info.family, info.output, info.address or _MODBUS_ADDRESS)
        case "espa":
            return Pagers(link, info.address or _PAGER_ADDRESS)
        case _:
            assert_never(info.family)
