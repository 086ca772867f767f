"""`hall90 printer …` and `hall90 sim printer`: they parse, call and show."""

import asyncio
import json
from pathlib import Path

import click


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
@click.argument("link")
@click.option("--profile", default="80mm", show_default=True, help="A shipped name or a file.")
@click.option("--json", "as_json", is_flag=True)
def status(link: str, profile: str, as_json: bool) -> None:
    """Ask the printer at LINK how it is; ends with 3 unless it could print."""
    from hall.clock import SystemClock
    from printer.registry import make_printer
    from printer.ticket_layout import printer_texts

    async def ask() -> str:
        device = make_printer(link, profile, SystemClock())
        try:
            return await device.status()
        finally:
            await device.aclose()

    answer = asyncio.run(ask())
    words = printer_texts("en").written(f"status-{answer}")
    click.echo(json.dumps({"link": link, "status": answer}) if as_json else f"{answer}: {words}")
    if answer not in ("ready", "low", "none"):
        raise SystemExit(3)


@printer.command()
@click.argument("link")
@click.option("--profile", default="80mm", show_default=True, help="A shipped name or a file.")
@click.option("--lang", default="zh-CN", show_default=True, help="Language of the ticket.")
@click.option("--json", "as_json", is_flag=True)
def test(link: str, profile: str, lang: str, as_json: bool) -> None:
    """Print a test ticket at LINK; ends with 3 unless the printer confirmed it."""
    from hall.clock import SystemClock
    from printer.rendering import print_test

    outcome = asyncio.run(print_test(link, profile, lang, SystemClock()))
    facts = {"result": outcome.result, "cause": outcome.cause, "paper_low": outcome.paper_low}
    if as_json:
        click.echo(json.dumps({"link": link, **facts}))
    else:
        click.echo(outcome.result + (f": {outcome.cause}" if outcome.cause else ""))
    if outcome.result != "printed":
        raise SystemExit(3)


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
