"""Who comes earlier: the hall's policy turned into a place in the line.

- ``head_start``: ``rank_at = eligible_at − credit``. Nobody is passed by a visitor who came later
  by more than the largest credit.
- ``strict``: whoever has a credit goes first, as if arrived ``strict_minutes`` earlier; so this
  too is a head start, and nobody is passed by a visitor who came later by more than that.
- ``ratio``: rounds of so many visitors with a credit and so many without. Each is given a round
  when it comes: the present one, or the first one in which its class has a turn left. Within a
  class the order is by arrival, a later visitor can only take turns left open before, and with
  one class absent the other goes on.
"""

from datetime import datetime, timedelta

from config.site import Priority
from queue_server.domain.waiting import Lines, Place, Turn


def rank(eligible_at: datetime, credit_minutes: int, priority: Priority) -> datetime:
    """Return when a visitor counts as arrived."""
    if priority.policy == "head_start":
        return eligible_at - timedelta(minutes=credit_minutes)
    if priority.policy == "strict" and credit_minutes:
        return eligible_at - timedelta(minutes=priority.strict_minutes)
    return eligible_at


def next_turn(lines: Lines, service: str, credit_minutes: int, priority: Priority) -> Turn:
    """Return the turn the next arrival gets, and how often it is given then."""
    if priority.policy != "ratio":
        return Turn(0, 0)
    favoured = credit_minutes > 0
    quota = priority.ratio[0] if favoured else priority.ratio[1]
    own = lines.turns.get((service, favoured), Turn(0, 0))
    number = max(own.number, _of_round(_present_round(lines, service), favoured))
    given = own.given if number == own.number else 0
    if given >= quota:
        return Turn(number + 2, 1)
    return Turn(number, given + 1)


def turn_among(lines: Lines, service: str, ticket_rank: datetime, credit_minutes: int) -> int:
    """Return the turn with which a ticket from elsewhere stands among its class by its rank."""
    favoured = credit_minutes > 0
    line = lines.line(service)
    own = [place for place in line if _favoured(place) == favoured]
    later = next((place for place in own if place.rank_at > ticket_rank), None)
    if later is not None:
        return later.turn
    return own[-1].turn if own else _of_round(_present_round(lines, service), favoured)


def _present_round(lines: Lines, service: str) -> int:
    first = lines.nth(service, 1)
    if first is not None:
        return first.turn // 2
    given = [turn.number // 2 for (name, _), turn in lines.turns.items() if name == service]
    return max(given, default=0)


def _of_round(number: int, favoured: bool) -> int:
    return 2 * number + (0 if favoured else 1)


def _favoured(place: Place) -> bool:
    return place.turn % 2 == 0
