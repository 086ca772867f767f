"""A robot at a page: it perceives the accessibility tree alone, and only presses keys.

What it knows is what a screen reader is told: roles, names, values, states, the focus and live
regions, in reading order. It sees no element, no style and no picture.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.async_api import CDPSession, Page

_PATIENCE_S = 20.0
_LOOK_S = 0.05
_FAR = 90
_FIELDS = ("textbox", "searchbox", "combobox")


@dataclass(frozen=True, kw_only=True)
class Node:
    """One thing a screen reader can be at."""

    role: str
    name: str
    value: str = ""
    focused: bool = False
    disabled: bool = False
    pressed: str = ""
    keys: str = ""
    live: str = ""


@dataclass(kw_only=True)
class Robot:
    """Presses keys and counts them, task by task."""

    page: Page
    line: CDPSession
    tasks: dict[str, int] = field(default_factory=dict)
    task: str = ""

    def begin(self, task: str) -> None:
        """Count what is pressed from now on for a task."""
        self.task = task
        self.tasks.setdefault(task, 0)

    async def press(self, key: str, times: int = 1) -> None:
        """Press a key."""
        for _ in range(times):
            await self.page.keyboard.press(key)
        self.tasks[self.task] += times

    async def write(self, text: str) -> None:
        """Type a text, one press a character."""
        await self.page.keyboard.type(text)
        self.tasks[self.task] += len(text)

    async def tree(self) -> list[Node]:
        """Return what there is, in reading order."""
        told = await self.line.send("Accessibility.getFullAXTree")
        nodes = [_node(each) for each in told["nodes"] if not each.get("ignored")]
        return [node for node in nodes if node.role != "InlineTextBox"]

    async def until(self, fits: Callable[[Node], bool], what: str) -> Node:
        """Wait until there is something that fits; raises AssertionError naming it."""
        for _ in range(round(_PATIENCE_S / _LOOK_S)):
            for node in await self.tree():
                if fits(node):
                    return node
            await asyncio.sleep(_LOOK_S)
        there = [f"{each.role}: {each.name}" for each in await self.tree() if each.name]
        raise AssertionError(f"{what} never came; there is {there}")

    async def hears(self, words: str) -> None:
        """Wait until the tree says some words somewhere."""
        await self.until(lambda node: words in node.name or words in node.value, words)

    async def is_told(self, words: str) -> None:
        """Wait until a live region has said some words, as page_of's listener noted them."""
        for _ in range(round(_PATIENCE_S / _LOOK_S)):
            if any(words in each for each in await self.page.evaluate("() => heard")):
                return
            await asyncio.sleep(_LOOK_S)
        raise AssertionError(f"{words} is never said")

    async def misses(self, words: str) -> None:
        """Wait until nothing in the tree says some words any more."""
        for _ in range(round(_PATIENCE_S / _LOOK_S)):
            if not any(words in node.name for node in await self.tree()):
                return
            await asyncio.sleep(_LOOK_S)
        raise AssertionError(f"{words} never goes")

    async def focus(self) -> Node:
        """Return where the focus is."""
        at = [node for node in await self.tree() if node.focused]
        return at[-1] if at else Node(role="none", name="")

    async def reach(self, role: str, name: str, key: str = "Tab") -> None:
        """Go to a control by Tab alone."""
        await self.until(lambda node: node.role == role and name in node.name, f"{role} {name}")
        for _ in range(_FAR):
            at = await self.focus()
            if at.role == role and name in at.name:
                return
            await self.press(key)
        raise AssertionError(f"{key} never comes to {role} {name}")

    async def use(self, role: str, name: str) -> None:
        """Go to a control and press it."""
        await self.reach(role, name)
        await self.press("Enter")

    async def fill(self, name: str, text: str) -> None:
        """Go to a field and type into it."""
        await self.until(lambda node: node.role in _FIELDS and name in node.name, name)
        for _ in range(_FAR):
            at = await self.focus()
            if at.role in _FIELDS and name in at.name:
                await self.write(text)
                return
            await self.press("Tab")
        raise AssertionError(f"Tab never comes to the field {name}")

    async def choose(self, name: str, value: str) -> None:
        """In a list of choices go down until one is chosen."""
        await self.reach("combobox", name)
        for _ in range(_FAR):
            if value in (await self.focus()).value:
                return
            await self.press("ArrowDown")
        raise AssertionError(f"{name} offers no {value}")

    async def key_of(self, action: str, role: str = "button") -> None:
        """Press the key an action tells as its own, once it can be used."""
        node = await self.until(
            lambda node: node.role == role and action in node.name and not node.disabled, action
        )
        assert node.keys, f"{action} tells no key of its own"
        await self.press(node.keys)


async def robot_at(page: Page, address: str) -> Robot:
    """Put a robot before a page."""
    await page.goto(address)
    line = await page.context.new_cdp_session(page)
    await line.send("Accessibility.enable")
    return Robot(page=page, line=line)


def _node(told: dict[str, Any]) -> Node:
    known = {each["name"]: each["value"].get("value") for each in told.get("properties", ())}
    return Node(
        role=str(told.get("role", {}).get("value", "")),
        name=str(told.get("name", {}).get("value", "")),
        value=str(told.get("value", {}).get("value", "")),
        focused=known.get("focused") is True,
        disabled=known.get("disabled") is True,
        pressed=str(known.get("pressed", "")),
        keys=str(known.get("keyshortcuts", "")),
        live=str(known.get("live", "")),
    )
