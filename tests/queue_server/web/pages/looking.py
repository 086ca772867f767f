"""What is looked at on a page: axe's rules, contrast in every look, targets, and room to zoom."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from queue_server.web.script_words import browser_words

if TYPE_CHECKING:
    from collections.abc import Collection

    from playwright.async_api import Page

TARGET_PX = 44
_SCRIPT = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
# Whatever has the contrast of AAA has that of AA: asking for both would look at each word twice.
_ALL: dict[str, Any] = {
    "rules": {"color-contrast-enhanced": {"enabled": True}, "color-contrast": {"enabled": False}}
}
_COLOURS: dict[str, Any] = {"runOnly": {"type": "rule", "values": ["color-contrast-enhanced"]}}
LOOKS: dict[str, dict[str, Any]] = {
    "dark": {"color_scheme": "dark"},
    "more contrast": {"contrast": "more"},
    "forced colours": {"forced_colors": "active"},
    "print": {"media": "print"},
}
_PLAIN: dict[str, Any] = {
    "color_scheme": "light", "contrast": "no-preference", "forced_colors": "none",
    "media": "screen", "reduced_motion": "reduce",
}  # fmt: skip
# 1366 × 768 at 200 % and 1280 × 1024 at 400 %.
_ZOOMS = {"200 %": (683, 384), "400 %": (320, 256)}
# A target is its control, with the label that can be pressed instead. Links within a sentence are
# as high as their line (WCAG 2.5.5, exception for inline targets).
_SMALL = """(least) => {
  const small = [];
  const asked = "a[href], button, input:not([type=hidden]), select, textarea, summary, [role=tab]";
  for (const each of document.querySelectorAll(asked)) {
    const box = each.getBoundingClientRect();
    const style = getComputedStyle(each);
    if (!box.width || !box.height || style.visibility === "hidden") continue;
    if (each.matches(".skip") || each.closest("[hidden]")) continue;
    let [width, height] = [box.width, box.height];
    const label = each.closest("label") || (each.id && document.querySelector(
      `label[for="${CSS.escape(each.id)}"]`));
    if (label && each.matches("[type=checkbox], [type=radio], label input, label select")) {
      const other = label.getBoundingClientRect();
      width = Math.max(width, other.width);
      height = Math.max(height, other.height);
    }
    if (each.matches("a") && style.display === "inline") continue;
    if (width < least - .5 || height < least - .5)
      small.push(`${each.tagName}#${each.id}.${each.className} ${width.toFixed(0)}×`
        + `${height.toFixed(0)} ${each.textContent.trim().slice(0, 20)}`);
  }
  return small;
}"""
_DRAWN = """() => {
  const own = [];
  const probe = document.createElement("p");
  document.body.appendChild(probe);
  const systems = ["CanvasText", "ButtonText", "LinkText", "Highlight", "GrayText"].map(name => {
    probe.style.color = name;
    return getComputedStyle(probe).color;
  });
  probe.remove();
  for (const each of document.querySelectorAll("svg:not(.sprite):not(.sprite *)")) {
    if (!each.getBoundingClientRect().width || each.matches(".chart, img svg")) continue;
    const colour = getComputedStyle(each).color;
    const where = each.parentElement.outerHTML.slice(0, 80);
    if (systems.indexOf(colour) < 0) own.push(`${colour} ${where}`);
  }
  return own;
}"""
_CUT = """() => {
  const cut = [];
  for (const each of document.querySelectorAll("body *")) {
    const style = getComputedStyle(each);
    if (style.overflowX !== "hidden" && style.overflowY !== "hidden") continue;
    if (each.matches(".unseen, .sprite, .sprite *, .skip") || !each.clientWidth) continue;
    if (each.scrollWidth > each.clientWidth + 1 || each.scrollHeight > each.clientHeight + 2)
      cut.push(`${each.tagName}#${each.id}.${each.className} ${each.textContent.slice(0, 20)}`);
  }
  return cut;
}"""


_SAID = """keys => {
  const said = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const parent = walk.currentNode.parentElement;
    if (parent && !parent.closest("script")) said.push(walk.currentNode.data.trim());
  }
  for (const each of document.querySelectorAll("[aria-label], [title], [placeholder]"))
    for (const name of ["aria-label", "title", "placeholder"])
      said.push((each.getAttribute(name) || "").trim());
  return said.filter(text => keys.indexOf(text) >= 0);
}"""


async def axe(page: Page, options: dict[str, Any] = _ALL) -> list[str]:
    """Return what axe finds wrong, one line a place."""
    if not await page.evaluate("() => Boolean(window.axe)"):
        await page.evaluate(_SCRIPT)
    asked = json.dumps({**options, "resultTypes": ["violations"]})
    found = await page.evaluate(f"axe.run({asked}).then(told => told.violations)")
    return [
        f"{each['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:220]}"
        for each in found
        for node in each["nodes"]
    ]


@cache
def _keys() -> list[str]:
    return [key for key in browser_words("zh-CN") if "-" in key]


async def whole(page: Page) -> list[str]:
    """Return what is wrong with the page as it stands: axe's rules, small targets, bare keys."""
    await page.emulate_media(**_PLAIN)
    small = await page.evaluate(_SMALL, TARGET_PX)
    bare = await page.evaluate(_SAID, _keys())
    return [
        *await axe(page),
        *(f"small target: {each}" for each in small),
        *(f"a key in place of its words: {each}" for each in bare),
    ]


async def looks(page: Page) -> list[str]:
    """Return what is wrong with its colours dark, with more contrast, forced, and on paper."""
    wrong = []
    for look, media in LOOKS.items():
        await page.emulate_media(**{**_PLAIN, **media})
        # Forced colours are the system's own; drawings alone keep theirs, unless we say so.
        found = await (page.evaluate(_DRAWN) if "forced" in look else axe(page, _COLOURS))
        wrong += [f"{look}: {each}" for each in found]
    await page.emulate_media(**_PLAIN)
    return wrong


async def zooms(page: Page, names: Collection[str] = tuple(_ZOOMS)) -> list[str]:
    """Return what is lost, or must be scrolled sideways, at 200 and 400 per cent."""
    before, wrong = page.viewport_size, []
    for name, (width, height) in _ZOOMS.items():
        if name not in names:
            continue
        await page.set_viewport_size({"width": width, "height": height})
        wide = await page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            beyond = await page.evaluate(
                "w => [...document.querySelectorAll('body *')].filter(e => "
                "e.getBoundingClientRect().right > w + 1 && !e.closest('.scroll, .sprite'))"
                ".slice(0, 4).map(e => e.tagName + '#' + e.id + '.' + e.className)",
                width,
            )
            wrong.append(f"{name}: {wide} px wide, {beyond}")
        wrong += [f"{name}: cut off: {each}" for each in await page.evaluate(_CUT)]
    if before is not None:
        await page.set_viewport_size(before)
    return wrong
