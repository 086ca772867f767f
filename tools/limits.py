"""Writes docs/limits.md: what the system does not do, and its limits by its own figures.

``tools/limits.py`` writes it; the page ``/admin/limits`` says the same of one's own hall.
"""

from pathlib import Path

from config.loader import load_site
from hall.texts import Texts, load_texts
from queue_server.limits.figures import DOES_NOT, limits

PAGE = Path(__file__).parents[1] / "docs/limits.md"


def page() -> str:
    """Return the page, in English and Chinese, for the demo hall."""
    parts = ["<!-- Made by tools/limits.py; do not edit. -->", ""]
    for language in ("en", "zh-CN"):
        parts += _in(load_texts(language, "queue_server.limits"))
    return "\n".join(parts).rstrip() + "\n"


def _in(texts: Texts) -> list[str]:
    title = "#" if texts.language == "en" else "##"
    told = [f"{title} {texts.written('limits-title')}", "", texts.written("limits-hint"), ""]
    told += [f"{title}# {texts.written('limits-not')}", ""]
    told += [f"- {texts.written(f'not-{each}')}" for each in DOES_NOT]
    for group, found in limits(load_site()).items():
        told += ["", f"{title}# {texts.written(f'limits-{group}')}", ""]
        told += [f"- {texts.written(each.key, **each.values)}" for each in found]
    return [*told, "", texts.written("limits-measured"), ""]


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
