"""What `config check` says of a change, beside the field it is about, in the reader's language."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from config.decoding import fault_in_words
from hall.errors import Fault
from queue_server.sites.places import Table, id_of

_PLACE = re.compile(r"(\w+)\[(\d+)\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """One fault in words; ``key`` names the item by its id. ``text`` is a name that is missing."""

    key: str
    problem: str
    remedy: str
    text: str = ""


def in_words(faults: Iterable[Fault], table: Table, language: str) -> tuple[Wrong, ...]:
    """Return each fault with the words of its code, where it has one, else as the check says it."""
    return tuple(_wrong(each, table, language) for each in faults)


def beside(wrongs: Iterable[Wrong], key: str) -> tuple[Wrong, ...]:
    """Return the faults that are about a key: its own, and those of all its like together."""
    plain = re.sub(r"\[[^\]]*\]", "", key)
    return tuple(
        each for each in wrongs if each.key in (key, plain) or (each.text and each.text == key)
    )


def _wrong(fault: Fault, table: Table, language: str) -> Wrong:
    key = _by_id(fault.key, table)
    problem, remedy = fault.problem, fault.remedy
    if fault.code:
        problem, remedy = fault_in_words(language, fault.code, fault.values)
    lacks = f"{key}.{fault.values['language']}" if fault.code == "no-text" else ""
    return Wrong(key=key, problem=problem, remedy=remedy, text=lacks)


def _by_id(key: str, table: Table) -> str:
    """Name items by their ids where the check names them by their places."""
    here: Any = table
    named = []
    for part in key.split("."):
        found = _PLACE.fullmatch(part)
        name = found[1] if found else part
        here = here.get(name) if isinstance(here, Mapping) else None
        if found is None:
            named.append(part)
            continue
        place = int(found[2]) - 1
        known = isinstance(here, list) and place < len(here)
        here = here[place] if known else None
        own = id_of(here) if isinstance(here, Mapping) else None
        named.append(f"{name}[{own}]" if own else part)
    return ".".join(named)
