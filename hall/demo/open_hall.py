"""The demo hall with a screen: real windows, a list of addresses, open until it is ended."""

import os
import signal
import threading
import webbrowser
from pathlib import Path

import click

from hall.demo.programs import hall90
from hall.demo.scene import CLERKS, PASSWORD, Scene
from hall.errors import HallError

_WINDOW = "540x960"


def keep_open(folder: Path, minutes: float) -> None:
    """Open the hall for a person to play with; Ctrl-C ends it, or the minutes do."""
    folder.mkdir(parents=True, exist_ok=True)
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    scene = Scene(folder=folder)
    try:
        click.echo("opening the demo hall …", err=True)
        scene.start_devices()
        scene.start_server("0")
        scene.make_accounts()
        hall90("content", "import", "demo:", "--source", "demo", "--data", str(scene.data))
        scene.start_agent()
        scene.start_kiosk(os.environ.get("DISPLAY"), _WINDOW)
        _tell(scene, folder)
        webbrowser.open(f"{scene.url}/staff/")
        ended.wait(60 * minutes if minutes else None)
    except HallError as error:
        raise click.ClickException(str(error)) from error
    finally:
        scene.stop()


def _tell(scene: Scene, folder: Path) -> None:
    people = ", ".join(f"{name} (window {window[1:]})" for name, window in CLERKS.items())
    click.echo(f"""
The hall is open. Ctrl-C closes it.
  kiosk          the window "hall90 kiosk": touch it, or press any key and it speaks
  staff page     {scene.url}/staff/   sign in as {people}, password {PASSWORD}
  hall screen    {scene.url}/board/hall
  API            {scene.url}/openapi.json
  signs          {folder}/signs/*.png, drawn anew at each call
  paper          {folder}/tickets/*.png
  what is said   {folder}/speech.jsonl, {folder}/announcements.jsonl
  make trouble   write {{"paper": "out"}} into {scene.faults("printer")}""")
