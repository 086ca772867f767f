"""How the server is: for systemd, monitoring stations and people. Loopback and consoles only."""

from ipaddress import ip_address
from typing import Any

import msgspec
from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

from queue_server.web.actors import Hall, Who
from queue_server.web.devices import DeviceHealth, Devices
from queue_server.wire import DeviceState


class Alive(msgspec.Struct, frozen=True, kw_only=True):
    """The process answers."""

    alive: bool = True


class Ready(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the hall can serve, and why not."""

    ready: bool
    reasons: tuple[str, ...]
    seq: int
    readers: int


class DeviceList(msgspec.Struct, frozen=True, kw_only=True):
    """What every sink reported last since the server started, and what devices said last."""

    items: tuple[DeviceHealth, ...]
    devices: tuple[DeviceState, ...] = ()


def _local_only(request: Request[Any, Any, Any], who: Who) -> None:
    host = request.client.host if request.client else ""
    try:
        near = ip_address(host).is_loopback
    except ValueError:
        near = False
    if not near and who.role not in ("admin", "supervisor", "reader"):
        raise NotFoundException


@get("/health/live", summary="The process answers")
async def live() -> Alive:
    """Answer while the loop turns."""
    return Alive()


@get("/health/ready", summary="Whether the hall can serve, with reasons")
async def ready(request: Request[Any, Any, Any], hall: Hall, who: Who) -> Response[Ready]:
    """Answer 200 when the writer and the database serve, 503 with reasons when not."""
    _local_only(request, who)
    health = await hall.health()
    body = Ready(ready=health.ready, reasons=health.reasons, seq=health.seq, readers=health.readers)
    return Response(body, status_code=200 if health.ready else 503)


@get("/health/devices", summary="What each sign, voice and printer last reported")
async def devices(request: Request[Any, Any, Any], hall: Hall, who: Who) -> DeviceList:
    """Answer the last delivery of every sink, and what each device last said of itself."""
    _local_only(request, who)
    known: Devices = request.app.state.devices
    return DeviceList(items=known.listed(), devices=hall.devices())


@get("/metrics", include_in_schema=False)
async def metrics(request: Request[Any, Any, Any], hall: Hall, who: Who) -> Response[bytes]:
    """Answer Prometheus gauges of the hall."""
    _local_only(request, who)
    registry = CollectorRegistry()
    health = await hall.health()
    Gauge("hall90_ready", "1 when the hall can serve", registry=registry).set(health.ready)
    Gauge("hall90_journal_seq", "Last journal row", registry=registry).set(health.seq)
    Gauge("hall90_readers", "Readers of the live stream", registry=registry).set(health.readers)
    waiting = Gauge("hall90_waiting", "Visitors waiting", ["service"], registry=registry)
    for service in (await hall.services()).items:
        waiting.labels(service.id).set(service.waiting)
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)


HANDLERS = [live, ready, devices, metrics]
