"""`hall90 config`: check the hall's files and explain their keys."""

import difflib
import json
from importlib.metadata import entry_points
from pathlib import Path

import click

from config.loader import DEMO_SITE, load_geometry, load_site
from config.reference import keys, reference_page
from config.site import Site
from hall.errors import ConfigError
from hall.findings import Finding


@click.group()
def config() -> None:
    """Check the hall's files and explain their keys."""


@config.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--geometry", is_flag=True, help="FILE is a kiosk's geometry, not a site.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def check(file: Path | None, *, geometry: bool, as_json: bool) -> None:
    """Report every fault of FILE (default: the demo hall) with key and remedy.

    A file that is right may still describe a hall people cannot read: that is told too, as
    warnings, and the exit code stays 0.
    """
    warnings: list[Finding] = []
    try:
        if geometry:
            summary = _geometry_summary(file)
        else:
            site = load_site(file)
            summary, warnings = _site_summary(site, file), _warnings(site)
    except ConfigError as error:
        if as_json:
            faults = [
                {"file": f.file, "key": f.key, "problem": f.problem, "remedy": f.remedy}
                for f in error.faults
            ]
            click.echo(json.dumps({"ok": False, "faults": faults}, ensure_ascii=False))
            raise SystemExit(error.exit_code) from error
        raise
    if as_json:
        told = [
            {"id": each.id, "severity": each.severity, "what": each.what, "remedy": each.remedy}
            for each in warnings
        ]
        answer = {"ok": True, "faults": [], "warnings": told}
        click.echo(json.dumps(answer, ensure_ascii=False))
        return
    click.echo(summary)
    for each in warnings:
        click.echo(f"  {each.what}. {each.remedy}.")


def _warnings(site: Site) -> list[Finding]:
    """Ask every installed part of the house what it thinks of a site that has no faults."""
    points = sorted(entry_points(group="hall90.site_checks"), key=lambda point: point.name)
    return [finding for point in points for finding in point.load()(site)]


def _site_summary(site: Site, file: Path | None) -> str:
    return (
        f"{file or 'the demo hall'}: good. {len(site.services)} services, "
        f"{len(site.windows)} windows, {len(site.signs)} signs, {len(site.kiosks)} kiosks, "
        f"languages {', '.join(site.hall.languages)}"
    )


def _geometry_summary(file: Path | None) -> str:
    panel = load_geometry(file)
    band = panel.reach_max_mm - panel.panel_bottom_mm
    size = f"{panel.panel_width_mm:g} × {panel.panel_height_mm:g} mm"
    return (
        f"{file or 'the default panel'}: good. {size}, lower edge at {panel.panel_bottom_mm:g} mm, "
        f"{band:g} mm of it within reach"
    )


@config.command()
def template() -> None:
    """Print the demo hall's file: the pattern for a hall of your own."""
    click.echo(DEMO_SITE.read_text("utf-8"), nl=False)


@config.command()
@click.argument("key", required=False)
@click.option("--all", "whole", is_flag=True, help="Print the whole reference as Markdown.")
def explain(key: str | None, *, whole: bool) -> None:
    """Say what KEY of a site or geometry file means, such as window.zone."""
    if whole:
        click.echo(reference_page())
        return
    if key is None:
        raise click.UsageError("name a key, such as window.zone, or ask for --all")
    found = [one for one in keys() if one.path == key]
    if not found:
        near = difflib.get_close_matches(key, [one.path for one in keys()], n=3, cutoff=0.4)
        hint = f" Near it: {', '.join(near)}." if near else ""
        raise click.UsageError(f"there is no key {key!r}.{hint}")
    for one in found:
        click.echo(
            f"{one.path} ({one.file} file, {'optional' if one.optional else 'needed'}): {one.takes}"
        )
        click.echo(f"  {one.meaning}")
