"""Whether a browser runs on the hall's own machine."""

from ipaddress import ip_address
from typing import Any

from litestar.connection import ASGIConnection


def is_here(connection: ASGIConnection[Any, Any, Any, Any]) -> bool:
    """Tell whether a request comes from this machine and asks for it by a name of its own.

    Another site's name, or a proxy's, must not pass for it.
    """
    client = connection.client.host if connection.client else ""
    return _is_loopback(client) and _is_loopback(_host(connection.headers.get("host", "")))


def _host(host: str) -> str:
    return host.rpartition(":")[0].strip("[]") if ":" in host else host


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
