"""Which part of a feed is asked for: ``region=1502;kind=job,policy``, empty for all of it.

An item without a region, or of a division around the one asked for, concerns everybody in it.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, Table, or_

from hall.errors import RuleError
from queue_server.content.model import KINDS

_LONGEST = 200
_PARTS = (2, 4, 6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Kinds and the beginning of a region code; empty means every one."""

    kinds: tuple[str, ...] = ()
    region: str = ""

    def __str__(self) -> str:
        parts = [f"region={self.region}"] if self.region else []
        parts += [f"kind={','.join(self.kinds)}"] if self.kinds else []
        return ";".join(parts)

    def has(self, kind: str, region: str) -> bool:
        """Tell whether an item lies in it now."""
        if self.kinds and kind not in self.kinds:
            return False
        return not region or not self.region or _concerns(region, self.region)


def parse_scope(text: str) -> Scope:
    """Return the scope a text asks for; raises RuleError ``invalid_scope``."""
    if len(text) > _LONGEST:
        raise _invalid("it is too long")
    kinds: tuple[str, ...] = ()
    region = ""
    for part in filter(None, text.split(";")):
        name, _, value = part.partition("=")
        if name == "kind":
            kinds = tuple(sorted(set(value.split(","))))
        elif name == "region":
            region = value
        else:
            raise _invalid(f"{name!r} is neither region nor kind")
    if strange := [each for each in kinds if each not in KINDS]:
        raise _invalid(f"no kind {strange[0]!r}; there is {', '.join(KINDS)}")
    if region and not (region.isascii() and region.isdigit() and len(region) in _PARTS):
        raise _invalid(f"region {region!r} is not 2, 4 or 6 digits")
    return Scope(kinds=kinds, region=_bare(region))


def within(chosen: Select[Any], scope: Scope, table: Table) -> Select[Any]:
    """Return a selection cut to items that lie, or ever lay, in a scope."""
    if scope.kinds:
        chosen = chosen.where(table.c.kind.in_(scope.kinds))
    if scope.region:
        chosen = chosen.where(_touches(table.c.region, table.c.ever, scope.region))
    return chosen


def _touches(region: Column[str], ever: Column[str], asked: str) -> ColumnElement[bool]:
    around = [asked[:length].ljust(6, "0") for length in _PARTS if length < len(asked)]
    return or_(
        region == "",
        region.startswith(asked, autoescape=True),
        region.in_(around),
        ever.contains(f" {asked}", autoescape=True),
        *(ever.contains(f" {code} ", autoescape=True) for code in around),
    )


def _concerns(region: str, asked: str) -> bool:
    own = _bare(region)
    return own.startswith(asked) or asked.startswith(own)


def _bare(region: str) -> str:
    """Return a code without the pairs of noughts at its end."""
    while len(region) > 2 and region.endswith("00"):
        region = region[:-2]
    return region


def _invalid(detail: str) -> RuleError:
    return RuleError("invalid_scope", f"the scope cannot be read: {detail}", field="scope")
