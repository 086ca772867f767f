"""`hall90 doctor`: what of this machine works, and what to do about the rest."""

import json
from importlib.metadata import entry_points

import click

from hall.findings import Finding

_MARKS = {"good": "ok  ", "information": "note", "soon": "SOON", "stops": "STOP"}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def doctor(*, as_json: bool) -> None:
    """Examine this machine: every part says what works and what to do about the rest.

    Ends with 1 when something stops visitors from being served.
    """
    found = [
        (point.name, finding)
        for point in sorted(entry_points(group="hall90.doctor"), key=lambda point: point.name)
        for finding in _examine(point.load())
    ]
    if as_json:
        rows = [
            {"part": part, "id": f.id, "severity": f.severity, "what": f.what, "remedy": f.remedy}
            for part, f in found
        ]
        click.echo(json.dumps(rows, ensure_ascii=False))
    else:
        for part, finding in found:
            remedy = f" → {finding.remedy}" if finding.remedy else ""
            click.echo(f"{_MARKS[finding.severity]} {part:<13} {finding.what}{remedy}")
    raise SystemExit(any(finding.severity == "stops" for _, finding in found))


def _examine(examine: object) -> list[Finding]:
    if not callable(examine):
        raise TypeError("a doctor entry point is a function that returns findings")
    findings = examine()
    if not isinstance(findings, list):
        raise TypeError("a doctor entry point returns a list of findings")
    return findings
