"""The hall on the local network by mDNS: a hint where to look, never a reason to trust."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from ipaddress import ip_address

import ifaddr
from zeroconf import InterfaceChoice, IPVersion, ServiceStateChange, Zeroconf
from zeroconf.asyncio import AsyncServiceBrowser, AsyncServiceInfo, AsyncZeroconf

from config.site import Site, name_in

SERVICE_TYPE = "_hall90._tcp.local."
_RESOLVE_MS = 3000
_MOST = 50
"""Halls looked at in one search; whoever floods the network with names gets no further (S-2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A hall somebody announces: its id, name and address, all unproved."""

    hall: str
    name: str
    url: str


@asynccontextmanager
async def announce(site: Site, host: str, port: int, *, tls: bool = False) -> AsyncIterator[None]:
    """Announce the hall while the context is open; takes about two seconds to be heard.

    On loopback it is heard by this machine only; on a wildcard address by all its networks.
    """
    addresses = addresses_of(host)
    zeroconf = AsyncZeroconf(
        interfaces=[address for address in addresses if ":" not in address] or ["127.0.0.1"],
        ip_version=IPVersion.V4Only,
    )
    try:
        await (
            await zeroconf.async_register_service(
                _information(site, addresses, port, tls=tls), allow_name_change=True
            )
        )
        yield
    finally:
        await zeroconf.async_close()


async def browse(
    within: float, interfaces: list[str] | None = None, *, hall: str | None = None
) -> list[Found]:
    """Return the halls announced within that many seconds, on all networks unless told.

    ``hall`` ends the search early, as soon as a hall of that id was heard.
    """
    zeroconf = AsyncZeroconf(
        interfaces=interfaces or InterfaceChoice.All, ip_version=IPVersion.V4Only
    )
    names: set[str] = set()
    satisfied = asyncio.Event()

    def heard(
        zeroconf: Zeroconf, service_type: str, name: str, state_change: ServiceStateChange
    ) -> None:
        if state_change is not ServiceStateChange.Removed and len(names) < _MOST:
            names.add(name)
            if hall is not None and name.startswith(f"hall90-{hall}."):
                satisfied.set()

    browser = AsyncServiceBrowser(zeroconf.zeroconf, SERVICE_TYPE, handlers=[heard])
    try:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(within):
                await satisfied.wait()
        # All at once: names that answer nothing, however many, cost no more than one of them.
        found = await asyncio.gather(*(_resolve(zeroconf, name) for name in sorted(names)))
    finally:
        await browser.async_cancel()
        await zeroconf.async_close()
    return [one for one in found if one is not None]


async def _resolve(zeroconf: AsyncZeroconf, name: str) -> Found | None:
    information = AsyncServiceInfo(SERVICE_TYPE, name)
    if not await information.async_request(zeroconf.zeroconf, _RESOLVE_MS):
        return None
    addresses = information.parsed_addresses()
    if not addresses:
        return None
    properties = information.decoded_properties
    scheme = "https" if properties.get("tls") == "1" else "http"
    return Found(
        hall=properties.get("hall") or "",
        name=properties.get("name") or "",
        url=f"{scheme}://{addresses[0]}:{information.port}",
    )


def _information(site: Site, addresses: list[str], port: int, *, tls: bool) -> AsyncServiceInfo:
    return AsyncServiceInfo(
        SERVICE_TYPE,
        f"hall90-{site.hall.id}.{SERVICE_TYPE}",
        parsed_addresses=addresses,
        port=port,
        properties={
            "hall": site.hall.id,
            "name": name_in(site.hall.name, "zh-CN"),
            "api": "v1",
            "tls": "1" if tls else "0",
        },
        server=f"hall90-{site.hall.id}.local.",
    )


def addresses_of(host: str) -> list[str]:
    """Return where a server bound to ``host`` is reached; raises ValueError for a name."""
    bound = ip_address("127.0.0.1" if host == "localhost" else host)
    if not bound.is_unspecified:
        return [str(bound)]
    found = [ip.ip for adapter in ifaddr.get_adapters() for ip in adapter.ips if ip.is_IPv4]
    outside = [str(ip) for ip in found if not ip_address(str(ip)).is_loopback]
    return outside or ["127.0.0.1"]
