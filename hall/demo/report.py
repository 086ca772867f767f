"""What the demo leaves: report.json, each step with its evidence."""

import json
import platform
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path

import click

STEPS = {
    "setup": "This machine can run the hall",
    "import": "Content comes in, and again without a change",
    "server": "The hall's server serves",
    "kiosk": "The kiosk shows its idle screen",
    "blind_ticket": "A blind visitor takes a ticket by keypad and ear",
    "touch_job": "A visitor in a wheelchair finds a job by touch in 90 cm mode",
    "print": "The ticket comes out on paper",
    "call": "The clerk calls the visitor by keyboard",
    "sign": "The window's sign shows the call",
    "announce": "The hall hears the call after a chime, twice",
    "no_show": "A visitor does not come; too early it is refused",
    "recall": "The clerk calls again",
    "transfer": "A ticket goes on to another service with its number",
    "finish": "A visit ends",
    "crash": "The server is killed; no acknowledged ticket is lost",
}
_PACKAGES = (
    "hall90",
    "kivy",
    "litestar",
    "sqlalchemy",
    "pysqlite3",
    "espeakng-loader",
    "python-escpos",
    "pyserial",
    "pyttsx3",
    "requests",
    "zeroconf",
    "playwright",
)


@dataclass(kw_only=True)
class Step:
    """One step of the day; ``evidence`` are paths relative to the report."""

    id: str
    name: str
    ok: bool = False
    seconds: float = 0.0
    evidence: list[str] = field(default_factory=list)
    error: str | None = None


class Report:
    """Collects steps; a step that raises is kept as failed and the day goes on where it can."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._steps: dict[str, Step] = {}

    @contextmanager
    def step(self, step_id: str) -> Iterator[Step]:
        """Time a step; evidence that does not exist at its end makes it fail."""
        step = Step(id=step_id, name=STEPS[step_id])
        self._steps[step_id] = step
        began = time.perf_counter()
        try:
            yield step
            missing = [one for one in step.evidence if not (self.folder / one).exists()]
            if missing or not step.evidence:
                raise FileNotFoundError(f"no evidence: {missing or 'none named'}")
            step.ok = True
        except Exception as error:  # noqa: BLE001  the root of a step: it is reported, and the day goes on
            step.error = f"{type(error).__name__}: {error}"
        step.seconds = round(time.perf_counter() - began, 2)
        click.echo(f"{'ok  ' if step.ok else 'FAIL'} {step.seconds:6.1f} s  {step.name}", err=True)
        if step.error:
            click.echo(f"     {step.error}", err=True)

    def passed(self, step_id: str) -> bool:
        """Tell whether a step that others build on held."""
        return step_id in self._steps and self._steps[step_id].ok

    def write(self) -> bool:
        """Write report.json in the contract's order; returns whether every step held."""
        steps = [
            self._steps.get(step_id) or Step(id=step_id, name=name, error="not reached")
            for step_id, name in STEPS.items()
        ]
        body = {"steps": [asdict(step) for step in steps], "versions": _versions()}
        text = json.dumps(body, ensure_ascii=False, indent=1)
        (self.folder / "report.json").write_text(text + "\n", "utf-8")
        return all(step.ok for step in steps)


def _versions() -> dict[str, str]:
    return {"python": platform.python_version(), **{name: version(name) for name in _PACKAGES}}
