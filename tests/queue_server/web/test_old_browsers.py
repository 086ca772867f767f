"""Scripts and styles hold nothing that Chromium 78 does not know: desks cannot update."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path

import pytest

STATIC = Path(str(resources.files("queue_server.web"))) / "static"
# The Chromium that first knew it; 79 to 120.
SCRIPTS = {
    "?. (80)": r"\?\.[a-zA-Z_(\[]",
    "?? (80)": r"\?\?",
    "??= ||= &&= (85)": r"(?:\?\?|\|\||&&)=",
    "replaceAll (85)": r"\.replaceAll\(",
    "replaceChildren (86)": r"\.replaceChildren\(",
    "top-level await (89)": r"^await ",
    "at() (92)": r"\.at\(",
    "randomUUID (92)": "randomUUID",
    "hasOwn (93)": r"Object\.hasOwn\(",
    "structuredClone (98)": "structuredClone",
    "findLast (97)": r"\.findLast",
    "class fields, static blocks (94)": r"^  static \{",
    "Promise.any, allSettled's kin (85)": r"Promise\.any\(",
    "AbortSignal.timeout (103)": r"AbortSignal\.(?:timeout|any)",
    "Array.toSorted (110)": r"\.to(?:Sorted|Reversed|Spliced)\(",
    "popover (114)": r"\.(?:show|hide|toggle)Popover\(",
    "inert (102)": r"\.inert\b",
    "# private methods (84)": r"^  (?:async )?#\w+\(",
}
STYLES = {
    "clamp(), min(), max() (79)": r"[^-\w](?:clamp|min|max)\(",
    ":is, :where (88)": r":(?:is|where)\(",
    ":has (105)": r":has\(",
    "inset (87)": r"[;{\s]inset(?:-\w+)*:",
    "aspect-ratio (88)": r"[;{\s]aspect-ratio:",
    "@layer (99)": "@layer",
    "@container (105)": "@container",
    "color-mix (111)": "color-mix",
    "dvh, svh, lvh (108)": r"\d[dsl]v[hw]\b",
    "media range (104)": r"@media[^{]*[<>]=?",
    "nesting (112)": r"^\s+&",
    "accent-color (93)": "accent-color",
    "text-wrap (114)": "text-wrap",
    "flex gap (84), so no gap at all but grid-gap": r"[;{\s](?:row-|column-)?gap:",
    ":focus-visible beside another selector (86)": r":focus-visible[^{]*,|,[^{}]*:focus-visible",
    "overflow: clip (90)": r"overflow(?:-[xy])?: clip",
    "translate and scale of their own (104)": r"[;{\s]translate: |[;{\s]scale: ",
}


def bare(text: str, kind: str) -> str:
    """Return a file without its comments, and scripts without their strings."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    if kind == "css":
        return text
    text = re.sub(r'"(?:[^"\\\n]|\\.)*"', '""', text)
    return re.sub(r"(?<!:)//[^\n]*", "", text)


@pytest.mark.parametrize("kind", ["js", "css"])
def test_no_file_needs_a_newer_browser(kind: str) -> None:
    newer = SCRIPTS if kind == "js" else STYLES
    files = sorted(STATIC.glob(f"*.{kind}"))
    assert len(files) > 5
    found = [
        f"{file.name}: {what}"
        for file in files
        for what, pattern in newer.items()
        if re.search(pattern, bare(file.read_text("utf-8"), kind), re.MULTILINE)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("js", "const a = b?.c;"),
        ("js", "x = y ?? z;"),
        ("js", "list.at(-1)"),
        ("css", "a { inset: 0; }"),
        ("css", "a:has(b) {}"),
        ("css", "a { width: min(1rem, 2rem); }"),
        ("css", "a:focus, a:focus-visible { outline: 1px; }"),
        ("css", "a { display: flex; gap: 1rem; }"),
    ],
)
def test_what_is_newer_is_found(kind: str, line: str) -> None:
    newer = SCRIPTS if kind == "js" else STYLES
    assert any(re.search(pattern, bare(line, kind), re.MULTILINE) for pattern in newer.values())
