"""The hall's rule of priority in one sentence, as visitors read it."""

from collections.abc import Iterable

from config.site import Names, Priority
from hall.texts import load_texts

LANGUAGES = ("zh-CN", "en")
"""Languages in which the sentence can be made; a site writes its own for others."""


def rule_in_words(priority: Priority, languages: Iterable[str]) -> Names:
    """Return the rule per language: the site's own words, else made from the policy."""
    made = {each: _made(priority, each) for each in languages if each in LANGUAGES}
    return {**made, **priority.sentence}


def _made(priority: Priority, language: str) -> str:
    texts = load_texts(language, "config")
    credits = sorted(each for each in priority.credit_minutes.values() if each > 0)
    if not credits:
        return texts.written("priority-none")
    if priority.policy == "strict":
        return texts.written("priority-strict", minutes=priority.strict_minutes)
    if priority.policy == "ratio":
        favoured, others = priority.ratio
        return texts.written("priority-ratio", favoured=favoured, others=others)
    if credits[0] == credits[-1]:
        return texts.written("priority-head_start_one", most=credits[-1])
    return texts.written("priority-head_start", least=credits[0], most=credits[-1])
