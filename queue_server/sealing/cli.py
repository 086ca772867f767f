"""`hall90 journal`: sign its head, show the key, export it, check an export without the hall."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from queue_server.cli_options import DATA, JSON, SITE

if TYPE_CHECKING:
    from queue_server.sealing.comparing import Verdict

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.group()
def journal() -> None:
    """Everything that happened, signed: export it, and check an export anywhere."""


@journal.command("sign", short_help="Sign the journal's head now; tell the public key.")
@DATA
@SITE
@JSON
def sign_(data: Path | None, site_file: Path | None, as_json: bool) -> None:
    """Sign up to the newest row now (it is done each hour by itself) and tell the public key."""
    done = _job(data, site_file, "journal_sign")
    text = f"signed up to row {done['seq']} at {done['at']}\nkey {done['key']}: {done['public']}"
    _tell(done, text, as_json)


@journal.command(short_help="Write the whole journal to a file that can be checked anywhere.")
@click.argument("file", type=_FILE)
@DATA
@SITE
@JSON
def export(file: Path, data: Path | None, site_file: Path | None, as_json: bool) -> None:
    """Write every row and every signed head to FILE; it overwrites nothing.

    FILE tells who did what, when and from where: keep it like the journal itself.
    """
    done = _job(data, site_file, "journal_export", file=str(file.absolute()))
    _tell(done, f"{done['file']}: {done['rows']} rows, {done['heads']} signed heads", as_json)


@journal.command(short_help="Check an exported journal; needs no hall.")
@click.argument("file", type=_FILE)
@click.option("--heads", multiple=True, type=_FILE, help="More heads: a backup disk's, from above.")
@click.option("--public", multiple=True, help="Public key written down earlier; may be repeated.")
@JSON
def verify(file: Path, heads: tuple[Path, ...], public: tuple[str, ...], as_json: bool) -> None:
    """Check chain and signatures of FILE; ends with 1 where something is not as it was signed.

    Without --public the file's own word is taken for whose keys signed it: compare them with what
    was written down in the hall, or with what the level above was told.
    """
    from queue_server.sealing.exporting import examine_export

    for each in heads:
        if not each.is_file():
            raise click.UsageError(f"{each} is not there")
    found = examine_export(file, heads, frozenset(public))
    told = _told(found)
    _tell(told, "\n".join([*told["problems"], _summary(found, trusted=bool(public))]), as_json)
    if found.faults or found.signed is None:
        raise SystemExit(1)


def _told(found: "Verdict") -> dict[str, Any]:
    from queue_server.sealing.standing import words

    return {
        "rows": found.rows,
        "signed": None if found.signed is None else found.signed.told(),
        "keys": found.keys,
        "left_out": found.left_out,
        "problems": words(found),
    }


def _summary(found: "Verdict", *, trusted: bool) -> str:
    if found.signed is None:
        return f"{found.rows} rows; nothing of it is signed by a key that counts"
    lines = [f"{found.rows} rows, signed up to row {found.signed.seq} at {found.signed.at}"]
    if found.left_out:
        lines.append(
            f"{found.left_out} heads were signed before a restore, which the journal tells"
        )
    lines += [f"key {name}: {public}" for name, public in found.keys.items()]
    if not trusted:
        lines.append("compare the key with what was written down, or name it with --public")
    return "\n".join(lines)


def _job(data: Path | None, site_file: Path | None, job: str, /, **params: Any) -> Any:
    from queue_server.commands import do_job

    return do_job(data, site_file, job, params)


def _tell(answer: Any, text: str, as_json: bool) -> None:
    click.echo(json.dumps(answer, ensure_ascii=False) if as_json else text)
