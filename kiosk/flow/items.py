"""What every screen and slip tells of a job, a course or a policy in the same words."""

from kiosk.flow.model import Node
from kiosk.flow.wording import Words
from queue_server import wire


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
