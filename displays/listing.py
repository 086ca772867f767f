"""The device table: every family with what it can do and what was proved of it."""

import json
import tomllib
from importlib import resources
from typing import Any

from displays.signs.registry import family, family_names


def family_table() -> list[dict[str, Any]]:
    """Return one entry a family and profile, read from the code and its ``quality.toml``."""
    return [entry for name in family_names() for entry in _entries(name)]


def families_text(as_json: bool) -> str:
    """Return the table as JSON or as lines for people."""
    table = family_table()
    if as_json:
        return json.dumps({"items": table}, ensure_ascii=False, indent=2)
    return "\n".join(
        f"{entry['family']:<18}{entry['profile']:<14}{entry['content']:<8}"
        f"{entry['hardware']:<24}{entry['models']}"
        for entry in table
    )


def _entries(name: str) -> list[dict[str, Any]]:
    found = family(name)
    quality = quality_of(name)
    return [
        {
            "family": name,
            "profile": profile,
            "content": found.capabilities(profile).content,
            "acknowledges": found.capabilities(profile).acknowledges,
            "models": quality.get("models", ""),
            "hardware": quality.get("rules", {}).get("hardware", "not tried"),
        }
        for profile in found.profiles
    ]


def quality_of(name: str) -> dict[str, Any]:
    """Return a family's checklist; empty for outsiders that bring none."""
    package = f"displays.signs.{name.replace('-', '_')}"
    try:
        text = (resources.files(package) / "quality.toml").read_text("utf-8")
    except (ModuleNotFoundError, FileNotFoundError):
        return {}
    return tomllib.loads(text)
