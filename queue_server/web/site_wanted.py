"""What a form of the site's pages asks for: which area and item, and the steps it means."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from litestar.exceptions import NotFoundException

from queue_server.sites import forms
from queue_server.sites.faults import Wrong
from queue_server.sites.forms import Form
from queue_server.sites.places import Table, value_at
from queue_server.wire.settings import SettingStep

HOME = "/admin/site"
PLAIN = {
    "hall": forms.hall_form,
    "hours": forms.hours_form,
    "priority": forms.priority_form,
    "languages": forms.languages_form,
    "passwords": forms.passwords_form,
}
ITEMS = {
    "services": ("service", forms.service_form),
    "windows": ("window", forms.window_form),
    "questions": ("question", forms.question_form),
}
NEW = "new"
_FIXED: Mapping[str, Mapping[str, Any]] = {"service": {"icon": "form"}}
_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}")
Sent = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One form as sent; ``item`` is empty for an area of one form, ``new`` for an item to come."""

    area: str
    item: str
    form: Form
    steps: tuple[SettingStep, ...]
    removes: bool = False

    @property
    def address(self) -> str:
        """Where the form is sent to."""
        return f"{HOME}/{self.area}" + (f"/{self.item}" if self.item else "")


def wanted_of(
    area: str, item: str, table: Table, sent: Sent | None, *, removes: bool = False
) -> Wanted:
    """Return what is asked for; without ``sent`` nothing yet. Raises 404 for what there is not."""
    if area in PLAIN and not item:
        form = PLAIN[area](table)
        steps = () if sent is None else forms.steps_of(form, sent)
        texts = forms.texts_of(sent) if sent is not None and area == "languages" else ()
        return Wanted(area=area, item="", form=form, steps=(*steps, *texts))
    if area not in ITEMS or not item:
        raise NotFoundException("The site has no such page")
    kind, make = ITEMS[area]
    if item == NEW:
        wanted = _fresh_id(kind, sent, table)
        form = replace(make(table, wanted), fixed=_FIXED.get(kind, {}))
        fresh = () if sent is None else (forms.item_of(form, wanted, sent),)
        return Wanted(area=area, item=item, form=form, steps=fresh)
    present = value_at(table, f"{kind}[{item}]")
    if present is None:
        raise NotFoundException("The site has no such item")
    form = make(table, item)
    if removes:
        gone = SettingStep(key=form.item, before=present)
        return Wanted(area=area, item=item, form=form, steps=(gone,), removes=True)
    steps = () if sent is None else forms.steps_of(form, sent)
    return Wanted(area=area, item=item, form=form, steps=steps)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedText:
    """A text a new language asks for: its key, what was typed, whether it has paragraphs.

    ``model`` is what the hall's first language says there.
    """

    key: str
    typed: str
    lines: bool
    model: str

    @property
    def name(self) -> str:
        """What its field is called."""
        return f"{'lines' if self.lines else 'text'}:{self.key}"


def asked_texts(
    wanted: Wanted, elsewhere: Sequence[Wrong], sent: Sent | None, table: Table
) -> list[AskedText]:
    """Return every text a new language asks for, those typed already first."""
    if wanted.area != "languages":
        return []
    lacking = [each.text for each in elsewhere if each.text]
    given = {
        name.partition(":")[2]: values[0]
        for name, values in (sent or {}).items()
        if name.startswith(("text:", "lines:"))
    }
    first = forms.languages_of(table)[0]
    asked = []
    for key in dict.fromkeys((*given, *lacking)):
        model = value_at(table, f"{key.rpartition('.')[0]}.{first}")
        lines = isinstance(model, list)
        told = "\n".join(model) if isinstance(model, list) else str(model or "")
        asked.append(AskedText(key=key, typed=given.get(key, ""), lines=lines, model=told))
    return asked


def _fresh_id(kind: str, sent: Sent | None, table: Table) -> str:
    """Return the id of a new item: the one its form was made for, else the next free one."""
    made_for = re.compile(rf"{kind}\[([^\]]+)\]")
    for name in sent or ():
        found = made_for.match(name)
        if found and _ID.fullmatch(found[1]):
            return found[1]
    taken = {str(each.get("id")) for each in table.get(kind, ())}
    number = 1
    while f"{kind[0]}{number}" in taken:
        number += 1
    return f"{kind[0]}{number}"
