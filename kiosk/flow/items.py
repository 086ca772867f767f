"""What every screen and slip tells of a job, a course or a policy in the same words."""

from kiosk.flow.model import Fact, Node
from kiosk.flow.wording import Words
from queue_server import wire

_FACT_ICONS = {
    "wheelchair": "wheelchair",
    "accessible": "wheelchair",
    "seated": "person",
    "home": "home",
    "home_work": "home",
    "lodging": "home",
    "training": "training",
    "induction": "training",
    "hours": "clock",
    "day_shift": "clock",
    "sign_language": "sign-language",
}


def told(item: wire.ContentItem, language: str) -> tuple[str, str]:
    """Return an item's title and summary in a language, else as its source wrote them."""
    translated = item.translations.get(language)
    if translated is None:
        return item.title, item.summary
    return translated.title or item.title, translated.summary or item.summary


def pay(item: wire.ContentItem, words: Words) -> Node:
    """Return the pay; thousands stand without a separator (visual language §3)."""
    low, high = item.pay_min, item.pay_max
    if low is None:
        return words.node("pay", "text", "pay-open")
    if high is None or high == low:
        return words.node("pay", "text", "pay-from", low=str(low))
    return words.node("pay", "text", "pay", low=str(low), high=str(high))


def facts_of(item: wire.ContentItem, words: Words) -> tuple[Fact, ...]:
    """Return an item's short facts; whom it is open to is told always."""
    facts = [
        Fact(icon=_FACT_ICONS.get(one.value, "confirm"), text=words.named(one.names))
        for one in item.facts
    ]
    if item.disability_known and item.disability_text:
        facts.append(Fact(icon="person", text=item.disability_text))
    elif not item.disability_known:
        facts.append(Fact(icon="person", text=words("fit-ask"), spoken=words.say("fit-ask")))
    return tuple(facts)
