"""`hall90 doctor`: what of this machine works, and what to do about the rest."""

import json
from importlib.metadata import EntryPoint, entry_points

import click

from hall.findings import Finding

_MARKS = {"good": "ok  ", "information": "note", "soon": "SOON", "stops": "STOP"}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def doctor(*, as_json: bool) -> None:
    """Examine this machine: every part says what works and what to do about the rest.

    Ends with 1 when something stops visitors from being served.
    """
    found = examination()
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


def examination() -> list[tuple[str, Finding]]:
    """Return what every installed part finds on this machine, with the part's name."""
    points = sorted(entry_points(group="hall90.doctor"), key=lambda point: point.name)
    return [(point.name, finding) for point in points for finding in _examine(point)]


def _examine(point: EntryPoint) -> list[Finding]:
    try:
        examine = point.load()
    except ModuleNotFoundError as error:
        what = f"not installed on this machine (no {error.name})"
        return [Finding(id=point.name, severity="information", what=what)]
    findings = examine()
    if not isinstance(findings, list):
        raise TypeError(f"{point.value} is to return a list of findings")
    return findings
