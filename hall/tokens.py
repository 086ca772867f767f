"""A device's token, from where it is kept: a file rather than a command line everybody can read."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

_Function = TypeVar("_Function", bound=Callable[..., Any])


def token_options(role: str) -> Callable[[_Function], _Function]:
    """Add ``--token`` and ``--token-file`` to a command; see :func:`token_given`."""

    def add(function: _Function) -> _Function:
        from_file = click.option(
            "--token-file",
            envvar="HALL90_TOKEN_FILE",
            type=click.Path(dir_okay=False, path_type=Path),
            help="File that holds the token alone: nobody reads it in the list of programs.",
        )
        bare = click.option("--token", help=f"A token of the role `{role}`; --token-file is safer.")
        return bare(from_file(function))

    return add


def token_given(token: str | None, file: Path | None) -> str:
    """Return the token; raises UsageError where there is none, or two."""
    if token is not None and file is not None:
        raise click.UsageError("name the token once: --token or --token-file")
    if token is not None:
        return token
    if file is None:
        raise click.UsageError("say --token-file FILE; `hall90 pair` or an admin's page makes it")
    try:
        found = file.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise click.UsageError(f"{file} cannot be read: {error}") from error
    if not found or any(each.isspace() for each in found):
        raise click.UsageError(f"{file} holds no token, or more than one")
    return found
