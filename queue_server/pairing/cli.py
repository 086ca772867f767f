"""``hall90 pair``: ask a hall's server to let this machine in."""

import asyncio
import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import click
import httpx
import msgspec

from hall.clock import Clock, SystemClock
from hall.errors import HallError
from queue_server import wire
from queue_server.client import HallClient
from queue_server.discovery import browse
from queue_server.pairing.agreeing import (
    Side,
    commitment,
    digits,
    new_salt,
    transcript,
    unseal,
)
from queue_server.pairing.identity import Identity, identity_folder

_WITHIN_S = 10.0
_EVERY_S = 1.0
_LONGEST_S = 600.0
_SEARCH_S = 3.0


@click.command(short_help="Let this machine into a hall by a code both sides show.")
@click.option("--server", "url", help="The server's address; looked for on the network if absent.")
@click.option("--role", type=click.Choice(["kiosk", "display"]), required=True)
@click.option("--name", required=True, help="A kiosk's id in the site file, or any name.")
@click.option(
    "--token-file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where to keep the token, readable by this user only; default: print it.",
)
@click.option(
    "--identity",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for this machine's certificate; default: HALL90_IDENTITY, else the user's.",
)
def pair(
    url: str | None,
    role: Literal["kiosk", "display"],
    name: str,
    token_file: Path | None,
    identity: Path | None,
) -> None:
    """Show six digits and wait until an admin has let this machine in.

    On the server's page “People and devices” the admin types the digits this machine shows.
    Where the server speaks TLS it then gets a certificate, without which its token is worthless.
    """
    server = (url or _found()).rstrip("/")

    def show(code: str) -> None:
        click.echo(f"{server}: {code[:3]} {code[3:]}", err=True)

    paired = asyncio.run(ask(server, role, name, show, SystemClock()))
    if token_file is None:
        click.echo(paired.token)
    else:
        keep(paired.token, token_file)
        click.echo(f"let in; the token is in {token_file}", err=True)
    if paired.hall is not None:
        folder = identity or identity_folder()
        until = asyncio.run(enrol(server, paired, Identity(folder)))
        where = tls_url(server, paired)
        click.echo(f"certificate until {until:%Y-%m-%d} in {folder}; use {where}", err=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paired:
    """What a machine has once it is let in; ``hall`` None where the server speaks no TLS."""

    token: str
    hall: wire.PairedHall | None


async def enrol(server: str, paired: Paired, identity: Identity) -> datetime:
    """Pin the authority and get a certificate; return until when it holds."""
    if paired.hall is None:
        raise HallError("this server speaks no TLS: run it with --tls-port")
    identity.trust(paired.hall.authority)
    client = HallClient(tls_url(server, paired), paired.token, identity=identity)
    try:
        return await identity.enrol(client)
    finally:
        await client.aclose()


def tls_url(server: str, paired: Paired) -> str:
    """Return where TLS is spoken by the server that was asked."""
    host = httpx.URL(server).host
    port = 0 if paired.hall is None else paired.hall.port
    return f"https://[{host}]:{port}" if ":" in host else f"https://{host}:{port}"


async def ask(
    server: str,
    role: str,
    name: str,
    show: Callable[[str], None],
    clock: Clock,
    *,
    longest_s: float = _LONGEST_S,
) -> Paired:
    """Return the token and whom to trust, once an admin let this machine in.

    ``show`` is given the digits. Raises HallError where it was refused or nobody decided.
    """
    side, salt = Side.fresh(), new_salt()
    # No proxy of the environment stands between. Who answers is proved by the digits, not by a
    # certificate: nothing here is secret but what is sealed for the two who agreed.
    async with httpx.AsyncClient(trust_env=False, verify=False, timeout=_WITHIN_S) as session:  # noqa: S501

        async def asked(method: str, path: str, body: Mapping[str, str] | None = None) -> Any:
            return await _asked(session, method, server + path, body)

        bound = _text(commitment(side.public, salt))
        begun = await asked(
            "POST", "/api/v1/pairings", {"role": role, "name": name, "commitment": bound}
        )
        other, path = base64.b64decode(begun["public"]), f"/api/v1/pairings/{begun['id']}"
        await asked("POST", f"{path}/reveal", {"public": _text(side.public), "salt": _text(salt)})
        told = transcript(name, role, side.public, salt, other)
        key = side.key_with(other, told)
        show(digits(told))
        until = clock.monotonic() + longest_s
        while clock.monotonic() < until:
            answer = await asked("GET", path)
            if answer["state"] == "let_in":
                return _paired(key, answer)
            if answer["state"] == "refused":
                raise HallError("this machine was not let in; compare the digits and ask again")
            await clock.sleep(_EVERY_S)
    raise HallError("nobody let this machine in; ask again when an admin is at the page")


def keep(token: str, file: Path) -> None:
    """Write a token so that only this user reads it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(file.name + ".new")
    fresh.unlink(missing_ok=True)
    fresh.touch(mode=0o600)
    fresh.write_text(token + "\n", "utf-8")
    fresh.replace(file)


def _found() -> str:
    halls = asyncio.run(browse(_SEARCH_S))
    if len(halls) == 1:
        return halls[0].url
    if not halls:
        raise HallError("no hall was found on the network; name its address with --server")
    listed = ", ".join(f"{each.name} {each.url}" for each in halls)
    raise HallError(f"several halls were found; name one with --server: {listed}")


def _paired(key: bytes, answer: Mapping[str, Any]) -> Paired:
    token, hall = unseal(key, base64.b64decode(answer["sealed"])), None
    if answer.get("hall"):
        told = unseal(key, base64.b64decode(answer["hall"]), part=1)
        hall = msgspec.json.decode(told, type=wire.PairedHall)
    return Paired(token=token, hall=hall)


async def _asked(session: httpx.AsyncClient, method: str, url: str, body: Any = None) -> Any:
    try:
        answer = await session.request(method, url, json=body)
        told = answer.json()
    except (httpx.HTTPError, ValueError) as fault:
        raise HallError(f"{url} does not answer as a hall's server: {fault}") from fault
    if not answer.is_success:
        raise HallError(str(told.get("detail") or told.get("code") or answer.status_code))
    return told


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()
