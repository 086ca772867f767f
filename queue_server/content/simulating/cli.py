"""`hall90 sim feeds`: the stand-in as a program."""

import signal
import threading
from pathlib import Path

import click


@click.command("feeds")
@click.option("--listen", "link", default="tcp:127.0.0.1:0", show_default=True)
@click.option(
    "--feeds",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Payloads to answer with; made ones where absent.",
)
@click.option("--count", type=int, default=40, show_default=True, help="How many made items.")
@click.option("--faults", type=click.Path(path_type=Path), help="JSON, read again at each request.")
def simulate(link: str, feeds: Path | None, count: int, faults: Path | None) -> None:
    """Stand in for the platforms, feeds and pages content comes from."""
    from queue_server.content.simulating.serving import StandIn
    from queue_server.content.simulating.upstream import Upstream

    kind, _, rest = link.partition(":")
    host, _, port = rest.rpartition(":")
    if kind != "tcp" or host not in {"127.0.0.1", "localhost"} or not port.isdigit():
        raise click.UsageError("--listen is tcp:127.0.0.1:PORT; 0 takes a free port")
    upstream = Upstream.from_folder(feeds) if feeds else Upstream.made(count)
    standin = StandIn(upstream, port=int(port), faults=faults)
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    standin.start()
    click.echo(f"listening on tcp:{standin.address.removeprefix('http://')}")
    ended.wait()
    standin.close()
