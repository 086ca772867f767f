"""Effects of a change in words, with the names people know."""

from collections.abc import Mapping
from dataclasses import dataclass

from config.site import name_in
from hall.texts import Texts
from queue_server.sites.effects import Effect, Level
from queue_server.sites.room import Foreseen


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One effect as a sentence."""

    level: Level
    text: str


def effect_words(made: Foreseen, texts: Texts) -> tuple[Told, ...]:
    """Return the effects of a change in a language."""
    names = _names(made, texts.language)
    return tuple(
        Told(
            level=each.level,
            text=texts.written(f"effect-{each.code}", **_values(each, names, texts)),
        )
        for each in made.effects
    )


def _values(effect: Effect, names: Mapping[str, str], texts: Texts) -> dict[str, object]:
    values = dict(effect.values)
    for kind in ("service", "zone"):
        if kind in values:
            values[kind] = names.get(f"{kind} {values[kind]}", str(values[kind]))
    if "need" in values:
        values["need"] = texts.written(f"need-{values['need']}")
    if "language" in values:
        key = f"language-{values['language']}"
        values["language"] = texts.written(key) if key in texts else str(values["language"])
    if "window" in values:
        values["window"] = str(values["window"])
    return values


def _names(made: Foreseen, language: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for table in (made.before, made.after):
        for kind in ("service", "zone"):
            for each in table.get(kind, ()):
                given = each.get("names") or {str(language): str(each.get("id"))}
                found[f"{kind} {each.get('id')}"] = name_in(given, language)
    return found
