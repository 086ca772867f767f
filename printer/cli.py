"""`hall90 printer …` and `hall90 sim printer`: they parse, call and show."""

import asyncio
import json
from pathlib import Path

import click
import msgspec


@click.group()
def printer() -> None:
    """Print tickets and ask printers how they are."""


@printer.command()
@click.argument("ticket", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--profile", default="80mm", show_default=True, help="A shipped name or a file.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The bytes go here.")
@click.option("--png", type=click.Path(path_type=Path), help="Draw the paper here too.")
@click.option("--site", type=click.Path(path_type=Path), help="The hall; the demo hall if absent.")
@click.option("--lang", default="zh-CN", show_default=True, help="Language of the ticket.")
@click.option(
    "--variant",
    type=click.Choice(["standard", "large_print", "easy_read"]),
    default="standard",
    show_default=True,
)
@click.option("--reprint", is_flag=True, help="Mark the ticket as printed again.")
@click.option("--json", "as_json", is_flag=True)
def render(
    ticket: Path,
    profile: str,
    out: Path,
    png: Path | None,
    site: Path | None,
    lang: str,
    variant: str,
    reprint: bool,
    as_json: bool,
) -> None:
    """Turn TICKET (the server's ticket as JSON) into a printer's bytes."""
    from printer.rendering import render_ticket

    answer = render_ticket(
        ticket.read_bytes(),
        ticket.name,
        profile=profile,
        site=site,
        language=lang,
        variant=variant,
        reprint=reprint,
    )
    out.write_bytes(answer.encoded.data)
    if png is not None:
        answer.paper().save(png, format="PNG")
    if as_json:
        facts = {
            "bytes": len(answer.encoded.data),
            "mode": answer.encoded.mode,
            "replaced": list(answer.encoded.replaced),
        }
        click.echo(json.dumps(facts, ensure_ascii=False))
    else:
        click.echo(f"{len(answer.encoded.data)} bytes, {answer.encoded.mode} mode: {out}")


@printer.command()
@click.argument("link", required=False)
@click.option("--profile", default="80mm", show_default=True, help="A shipped name or a file.")
@click.option(
    "--site", type=click.Path(path_type=Path), help="Ask the printer of every kiosk of this hall."
)
@click.option("--json", "as_json", is_flag=True)
def status(link: str | None, profile: str, site: Path | None, as_json: bool) -> None:
    """Ask the printer at LINK, or those of a whole hall; ends with 3 unless all could print."""
    from hall.clock import SystemClock
    from printer.rendering import ask_status, site_printers
    from printer.telling import trouble

    if (link is None) == (site is None):
        raise click.UsageError("give one LINK such as tcp:10.0.0.9:9100, or --site FILE")
    asked = site_printers(site) if site is not None else {"": (link or "", profile)}
    answers = asyncio.run(ask_status(asked, SystemClock()))
    told = []
    for kiosk, answer in answers.items():
        words = trouble(answer, "en")
        told.append({"kiosk": kiosk, "link": asked[kiosk][0], "status": answer, "what": words.what})
        name = f"{kiosk}: " if kiosk else ""
        if not as_json:
            click.echo(f"{name}{answer}: {words.what}")
        if words.remedy and not as_json:
            click.echo(f"  {words.remedy}")
    if as_json:
        click.echo(json.dumps(told if site is not None else told[0], ensure_ascii=False))
    if not told:
        click.echo("no kiosk of this hall has a printer", err=True)
    if any(answer not in ("ready", "low", "none") for answer in answers.values()):
        raise SystemExit(3)


@printer.command()
@click.argument("link")
@click.option("--profile", default="80mm", show_default=True, help="A shipped name or a file.")
@click.option("--lang", default="zh-CN", show_default=True, help="Language of the ticket.")
@click.option("--scripts", is_flag=True, help="Also print a line in each script, as a picture.")
@click.option("--json", "as_json", is_flag=True)
def test(link: str, profile: str, lang: str, scripts: bool, as_json: bool) -> None:
    """Print a test ticket at LINK; ends with 3 unless the printer confirmed it.

    It says what to measure: the profile's width, and the height of the number.
    """
    from hall.clock import SystemClock
    from printer.rendering import print_test

    outcome = asyncio.run(print_test(link, profile, lang, SystemClock(), scripts=scripts))
    facts = {
        "result": outcome.result,
        "cause": outcome.cause,
        "paper_low": outcome.paper_low,
        "replaced": list(outcome.replaced),
    }
    if as_json:
        click.echo(json.dumps({"link": link, **facts}))
    else:
        click.echo(outcome.result + (f": {outcome.cause}" if outcome.cause else ""))
    if outcome.result != "printed":
        raise SystemExit(3)


@printer.command()
@click.option("--data", type=click.Path(path_type=Path), help="The kiosk's folder (its --data).")
@click.option("--last", default=20, show_default=True, help="How many, newest last.")
@click.option("--json", "as_json", is_flag=True)
def jobs(data: Path | None, last: int, as_json: bool) -> None:
    """Tell what became of each paper of this machine's kiosk in the last three days."""
    from printer.spool import SPOOL_FILE, default_spool, read_jobs
    from printer.telling import job_line

    found = read_jobs(data / SPOOL_FILE if data else default_spool())[-max(1, last) :]
    if as_json:
        click.echo(msgspec.json.encode(found).decode())
        return
    for job in found:
        click.echo(job_line(job, "en"))
    if not found:
        click.echo("nothing was printed in the last three days")


@click.command("printer")
@click.option("--listen", "link", required=True, help="Where to wait: tcp:127.0.0.1:9100, pty:")
@click.option("--out", type=click.Path(path_type=Path), help="Each paper goes to DIR/NNNN.png.")
@click.option("--faults", type=click.Path(path_type=Path), help="JSON, read again while running.")
@click.option("--paper", type=click.Choice(["80", "58"]), default="80", show_default=True)
def simulate(link: str, out: Path | None, faults: Path | None, paper: str) -> None:
    """Stand in for an ESC/POS printer and draw the paper."""
    from hall.clock import SystemClock
    from printer.simulator.running import run_simulator

    def ready(address: str) -> None:
        click.echo(f"listening on {address}")

    asyncio.run(run_simulator(link, out, faults, paper, SystemClock(), ready))
