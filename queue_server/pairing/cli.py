"""``hall90 pair``: ask a hall's server to let this machine in."""

import asyncio
import base64
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Literal

import click
import requests

from hall.clock import Clock, SystemClock
from hall.errors import HallError
from queue_server.discovery import browse
from queue_server.pairing.agreeing import (
    Side,
    commitment,
    digits,
    new_salt,
    transcript,
    unseal,
)

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
def pair(
    url: str | None, role: Literal["kiosk", "display"], name: str, token_file: Path | None
) -> None:
    """Show six digits and wait until an admin has let this machine in.

    On the server's page “People and devices” the admin types the digits this machine shows.
    """
    server = (url or _found()).rstrip("/")

    def show(code: str) -> None:
        click.echo(f"{server}: {code[:3]} {code[3:]}", err=True)

    token = asyncio.run(ask(server, role, name, show, SystemClock()))
    if token_file is None:
        click.echo(token)
        return
    keep(token, token_file)
    click.echo(f"let in; the token is in {token_file}", err=True)


async def ask(
    server: str,
    role: str,
    name: str,
    show: Callable[[str], None],
    clock: Clock,
    *,
    longest_s: float = _LONGEST_S,
) -> str:
    """Return the token, once an admin let this machine in.

    ``show`` is given the digits. Raises HallError where it was refused or nobody decided.
    """
    side, salt = Side.fresh(), new_salt()
    with requests.Session() as session:
        session.trust_env = False  # a proxy of the environment must not stand between

        async def asked(method: str, path: str, body: Mapping[str, str] | None = None) -> Any:
            return await asyncio.to_thread(_asked, session, method, server + path, body)

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
                return unseal(key, base64.b64decode(answer["sealed"]))
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


def _asked(session: requests.Session, method: str, url: str, body: Any = None) -> Any:
    try:
        answer = session.request(method, url, json=body, timeout=_WITHIN_S)
        told = answer.json()
    except (requests.RequestException, ValueError) as fault:
        raise HallError(f"{url} does not answer as a hall's server: {fault}") from fault
    if not answer.ok:
        raise HallError(str(told.get("detail") or told.get("code") or answer.status_code))
    return told


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()
