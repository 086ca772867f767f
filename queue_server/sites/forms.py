"""The forms of the site's pages as values: which keys each offers, and what was typed into them.

Pure: a form is made of the plain tables of a site; what comes back becomes steps, so that keys no
form offers are never touched.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from config.rules import Need, PasswordRules
from queue_server.sites.places import Table, value_at
from queue_server.wire.settings import SettingStep

Kind = Literal["text", "number", "yes", "choice", "many", "spans", "dates", "colour", "emblem"]
LANGUAGES = ("zh-CN", "en", "ug", "kk", "mn")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NEEDS: tuple[str, ...] = get_args(Need)
PROFILES = ("plain", "level2")
POLICIES = ("head_start", "strict", "ratio")
_BETWEEN = re.compile(r"[\s,，、;；]+")
_DASHES = str.maketrans({"：": ":", "－": "-", "–": "-", "—": "-", "~": "-", "～": "-", "至": "-"})
_CHOICE = re.compile(r"question\[[^\]]+\]\.choices\[([^\]]+)\]")
MOST_CHOICES = 5
_AROUND_DASH = re.compile(r"\s*-\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field: its key in the file, how it is asked, and what is there now.

    ``label`` and ``of`` are messages (``key-…``) or, for names, a language. ``options`` are values
    with their words' keys or texts; ``default`` is what holds where the file has no such key.
    """

    key: str
    kind: Kind
    label: str
    of: str = ""
    hint: str = ""
    options: tuple[tuple[str, str], ...] = ()
    default: Any = None
    needed: bool = False
    value: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Fields under one heading; an empty ``title`` has none."""

    title: str
    fields: tuple[Field, ...]
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One page's form; ``item`` is the key of the item it changes, empty where it makes one.

    ``choices`` are the answers a question has, by the keys of their items.
    """

    area: str
    groups: tuple[Group, ...]
    item: str = ""
    fixed: Mapping[str, Any] = field(default_factory=dict)
    choices: Mapping[str, Any] = field(default_factory=dict)

    @property
    def fields(self) -> tuple[Field, ...]:
        """Every field of every group."""
        return tuple(each for group in self.groups for each in group.fields)


def languages_of(table: Table) -> list[str]:
    """Return the hall's languages, as the file names them."""
    return [str(each) for each in value_at(table, "hall.languages") or ("zh-CN",)]


def hall_form(table: Table) -> Form:
    """Return the form of the hall's name, emblem, colour and addresses."""
    return Form(area="hall", groups=(
        Group(title="group-name", fields=_named("hall.name", "key-hall-name", table)),
        Group(title="group-identity", hint="group-identity-hint", fields=(
            _field(table, "hall.emblem", "emblem", hint="hint-emblem"),
            _field(table, "hall.colour", "colour", hint="hint-colour"),
        )),
        Group(title="group-reach", fields=(
            _field(table, "hall.hotline", "text", hint="hint-hotline", needed=True),
            _field(table, "hall.public_url", "text", hint="hint-address", needed=True),
        )),
    ))  # fmt: skip


def languages_form(table: Table) -> Form:
    """Return the form of the languages, and of every text a new one asks for."""
    own = (each for each in languages_of(table) if each not in LANGUAGES)
    offered = tuple((each, f"language-{each}") for each in (*LANGUAGES, *own))
    return Form(area="languages", groups=(
        Group(title="", fields=(
            _field(table, "hall.languages", "many", options=offered, hint="hint-languages"),
        )),
    ))  # fmt: skip


def hours_form(table: Table) -> Form:
    """Return the form of the opening hours and holidays."""
    days = tuple(
        _field(
            table, f"hall.hours.week.{day}", "spans", label="key-hall-hours-week", of=f"day-{day}"
        )
        for day in DAYS
    )
    return Form(area="hours", groups=(
        Group(title="", fields=(_field(table, "hall.hours.always", "yes", default=False),)),
        Group(title="group-week", hint="group-week-hint", fields=days),
        Group(title="group-holidays", fields=(
            _field(table, "hall.hours.holidays", "dates", hint="hint-holidays", default=[]),
        )),
        Group(title="group-day", fields=(
            _field(table, "hall.hours.by_itself", "yes", default=True),
            _field(table, "hall.hours.before_minutes", "number", default=60),
            _field(table, "hall.hours.after_minutes", "number", default=120),
            _field(table, "issuing.stop_when_full", "yes", default=True),
            _field(table, "issuing.overtime_minutes", "number", default=0),
            _field(table, "issuing.kiosk_a_minute", "number", default=0),
        )),
    ))  # fmt: skip


def priority_form(table: Table) -> Form:
    """Return the form of who comes earlier, and by how much."""
    policies = tuple((each, f"policy-{each}") for each in POLICIES)
    credits = tuple(
        _field(table, f"priority.credit_minutes.{need}", "number",
               label="key-priority-credit_minutes", of=f"need-{need}")
        for need in NEEDS
    )  # fmt: skip
    return Form(area="priority", groups=(
        Group(title="group-credit", hint="group-credit-hint", fields=credits),
        Group(title="group-policy", fields=(
            _field(table, "priority.policy", "choice", options=policies, default="head_start"),
            _field(table, "priority.strict_minutes", "number", default=240),
            _field(table, "routing.fit_minutes", "number", default=20, hint="hint-fit"),
        )),
    ))  # fmt: skip


def passwords_form(table: Table) -> Form:
    """Return the form of what the hall asks of passwords."""
    rules = PasswordRules()
    profiles = tuple((each, f"profile-{each}") for each in PROFILES)
    numbers = tuple(
        _field(table, f"passwords.{name}", "number", default=getattr(rules, name))
        for name in ("shortest", "classes", "days", "remembered")
    )
    return Form(area="passwords", groups=(
        Group(title="", fields=(
            _field(table, "passwords.profile", "choice", options=profiles, default=rules.profile,
                   hint="hint-profile"),
        )),
        Group(title="group-level2", hint="group-level2-hint", fields=numbers),
        Group(title="group-stations", hint="group-stations-hint", fields=(
            _field(table, "stations.required", "yes", default=False),
        )),
    ))  # fmt: skip


def service_form(table: Table, wanted: str) -> Form:
    """Return the form of one service."""
    key = f"service[{wanted}]"
    return Form(area="services", item=key, groups=(
        Group(title="group-names", fields=(
            *_named(f"{key}.names", "key-service-names", table),
            *_named(f"{key}.about", "key-service-about", table, needed=False),
        )),
        Group(title="group-numbers", fields=(
            _field(table, f"{key}.prefix", "text", hint="hint-prefix", needed=True),
            _field(table, f"{key}.minutes", "number", hint="hint-minutes", needed=True),
            _field(table, f"{key}.quota", "number", hint="hint-quota"),
            _field(table, f"{key}.open", "yes", default=True, hint="hint-open"),
        )),
    ))  # fmt: skip


def window_form(table: Table, wanted: str) -> Form:
    """Return the form of one window."""
    key = f"window[{wanted}]"
    needs = tuple((each, f"need-{each}") for each in NEEDS)
    return Form(area="windows", item=key, groups=(
        Group(title="group-plate", fields=(
            _field(table, f"{key}.number", "number", hint="hint-number", needed=True),
            _field(table, f"{key}.zone", "choice", options=_items(table, "zone"), needed=True),
        )),
        Group(title="group-offers", fields=(
            _field(table, f"{key}.services", "many", options=_items(table, "service"), default=[]),
        )),
        Group(title="group-fit", fields=(
            _field(table, f"{key}.fit_for", "many", options=needs, default=[], hint="hint-fit_for"),
        )),
        Group(title="group-times", fields=(
            _field(table, f"{key}.breaks", "spans", default=[], hint="hint-breaks"),
            _field(table, f"{key}.shifts", "spans", default=[], hint="hint-shifts"),
        )),
    ))  # fmt: skip


def question_form(table: Table, wanted: str) -> Form:
    """Return the form of one question: its words, its answers, the days it is asked on."""
    key = f"question[{wanted}]"
    present = {str(each["value"]): each for each in value_at(table, f"{key}.choices") or ()}
    free = (f"a{number}" for number in range(1, 2 * MOST_CHOICES + 1))
    more = [value for value in free if value not in present][: MOST_CHOICES - len(present)]
    return Form(area="questions", item=key, groups=(
        Group(title="group-question", fields=_named(f"{key}.names", "key-question-names", table)),
        Group(title="group-choices", hint="group-choices-hint", fields=()),
        *(
            Group(title=f"group-choice-{number}", fields=_named(
                f"{key}.choices[{value}].names", "key-question-choices-names", table, needed=False
            ))
            for number, value in enumerate((*present, *more), 1)
        ),
        Group(title="group-asked", fields=(
            _field(table, f"{key}.from_day", "text", hint="hint-day"),
            _field(table, f"{key}.until_day", "text", hint="hint-day"),
        )),
    ), choices={f"{key}.choices[{value}]": each for value, each in present.items()})  # fmt: skip


def steps_of(form: Form, sent: Mapping[str, Sequence[str]]) -> tuple[SettingStep, ...]:
    """Return the steps that make the file say what was sent; untouched fields make none."""
    steps = []
    for each in form.fields:
        value = _parsed(each, sent.get(each.key, ()))
        present = each.default if each.value is None else each.value
        if value != present and not (value is None and each.value is None):
            steps.append(SettingStep(key=each.key, before=each.value, after=value))
    return _whole_choices(form, steps, sent)


def _whole_choices(
    form: Form, steps: list[SettingStep], sent: Mapping[str, Sequence[str]]
) -> tuple[SettingStep, ...]:
    """Return the steps with an answer that is new, or emptied altogether, as one step."""
    kept, whole = [], {}
    for each in steps:
        choice = _CHOICE.match(each.key)
        if choice is None:
            kept.append(each)
            continue
        key, value = choice[0], choice[1]
        names = {
            one.key.rpartition(".")[2]: _parsed(one, sent.get(one.key, ()))
            for one in form.fields
            if one.key.startswith(f"{key}.")
        }
        names = {language: text for language, text in names.items() if text}
        if key not in form.choices:
            whole[key] = SettingStep(key=key, after={"value": value, "names": names})
        elif not names:
            whole[key] = SettingStep(key=key, before=form.choices[key])
        else:
            kept.append(each)
    return (*kept, *whole.values())


def item_of(form: Form, wanted: str, sent: Mapping[str, Sequence[str]]) -> SettingStep:
    """Return the step that makes a new item from what was sent."""
    values: dict[str, Any] = {"id": wanted, **form.fixed}
    choices: dict[str, dict[str, Any]] = {}
    for each in form.fields:
        value = _parsed(each, sent.get(each.key, ()))
        if value is None or (value == each.default and not each.needed):
            continue
        name, _, inner = each.key.removeprefix(f"{form.item}.").partition(".")
        if choice := _CHOICE.match(each.key):
            choices.setdefault(choice[1], {})[each.key.rpartition(".")[2]] = value
        elif inner:
            values.setdefault(name, {})[inner] = value
        else:
            values[name] = value
    if choices:
        values["choices"] = [{"value": each, "names": names} for each, names in choices.items()]
    elif form.area == "questions":
        values["choices"] = []
    return SettingStep(key=form.item, after=values)


def texts_of(sent: Mapping[str, Sequence[str]]) -> tuple[SettingStep, ...]:
    """Return the steps of texts asked for a new language: fields named ``text:KEY``.

    ``lines:KEY`` is a text of several paragraphs, one a line.
    """
    steps = []
    for name, values in sent.items():
        kind, _, key = name.partition(":")
        text = values[0].strip() if values else ""
        if text and kind in {"text", "lines"}:
            lines = [line.strip() for line in text.splitlines() if line.strip()]
            steps.append(SettingStep(key=key, after=lines if kind == "lines" else text))
    return tuple(steps)


def typed(each: Field, sent: Mapping[str, Sequence[str]] | None) -> Any:
    """Return what a field shows: what was sent, as it was sent, else what holds now."""
    if sent is not None:
        given = list(sent.get(each.key, ()))
        if each.kind == "many":
            return given
        if each.kind == "yes":
            return bool(given)
        return given[0] if given else ""
    value = each.default if each.value is None else each.value
    if each.kind == "spans":
        return ", ".join(value or ())
    if each.kind == "dates":
        return "\n".join(value or ())
    if each.kind in {"many", "yes"}:
        return value or ([] if each.kind == "many" else False)
    return "" if value is None else str(value)


def listed(text: str) -> list[str]:
    """Return spans or dates typed one after another, with any comma and any dash."""
    even = _AROUND_DASH.sub("-", text.translate(_DASHES))
    return [part for part in _BETWEEN.split(even) if part]


def _parsed(each: Field, given: Sequence[str]) -> Any:
    first = given[0].strip() if given else ""
    match each.kind:
        case "yes":
            return bool(given)
        case "many":
            known = [value for value, _ in each.options]
            kept = [value for value in each.value or () if value not in known]
            return [value for value in known if value in given] + kept
        case "number":
            return _number(first)
        case "spans" | "dates":
            return listed(first) or (None if each.default is None else [])
        case _:
            return first or (None if not each.needed else "")


def _number(text: str) -> int | str | None:
    if not text:
        return None
    try:
        return int(text) if text.isascii() else text
    except ValueError:
        return text


def _named(key: str, label: str, table: Table, *, needed: bool = True) -> tuple[Field, ...]:
    return tuple(
        _field(table, f"{key}.{each}", "text", label=label, of=f"language-{each}", needed=needed)
        for each in languages_of(table)
    )


def _field(table: Table, key: str, kind: Kind, *, label: str = "", **more: Any) -> Field:
    plain = re.sub(r"\[[^\]]*\]", "", key).replace(".", "-")
    return Field(
        key=key, kind=kind, label=label or f"key-{plain}", value=value_at(table, key), **more
    )


def _items(table: Table, kind: str) -> tuple[tuple[str, str], ...]:
    """Return the items of a kind; ``@`` stands before what is to be called by its name."""
    return tuple((str(each["id"]), f"@{kind}[{each['id']}]") for each in _tables(table, kind))


def _tables(table: Table, kind: str) -> Iterable[Mapping[str, Any]]:
    return [each for each in table.get(kind, ()) if isinstance(each, Mapping) and "id" in each]
