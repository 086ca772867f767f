"""What a hall asks of passwords beyond the usual, and when it asks for a new one.

Pure, but for the document an account's password has beside it: since when it holds, who chose it,
by which rules it was checked, and the hashes of those before it.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Literal, Protocol

import msgspec

from config.rules import PasswordRules
from queue_server.domain.errors import refused
from queue_server.service.telling import encode
from queue_server.store.records import Document, User

KIND = "password"
Reason = Literal["first", "rules", "old"]
_NAME_IN_IT = 3


class Documents(Protocol):
    """Documents by kind and id: an image's or a view's."""

    def get(self, key: tuple[str, str], /) -> Document | None: ...


class KeptPassword(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept beside a password. ``own``: its owner chose it, not an admin.

    ``shortest`` and ``classes`` are what it was checked for, 0 for nothing. ``before`` are the
    argon2id hashes of those before it, the latest first.
    """

    at: datetime
    own: bool
    shortest: int = 0
    classes: int = 0
    before: tuple[str, ...] = ()


def asked(rules: PasswordRules) -> bool:
    """Tell whether the hall asks more of passwords than is usual."""
    return rules.profile == "level2"


def classes_in(password: str) -> int:
    """Return how many of capitals, small letters, digits and other signs a password has.

    A letter of a script without capitals, such as a Chinese character, is a sign.
    """
    kinds = set()
    for each in password:
        if each.isdigit():
            kinds.add("digit")
        elif each.isupper():
            kinds.add("capital")
        elif each.islower():
            kinds.add("small")
        else:
            kinds.add("sign")
    return len(kinds)


def refuse_plain(password: str, name: str, rules: PasswordRules) -> None:
    """Refuse ``plain_password`` for one that the hall's profile does not take."""
    if not asked(rules):
        return
    named = len(name) >= _NAME_IN_IT and name.casefold() in password.casefold()
    if len(password) < rules.shortest or classes_in(password) < rules.classes or named:
        raise refused(
            "plain_password",
            f"at least {rules.shortest} characters of {rules.classes} of these: capitals, small "
            "letters, digits, other signs; and not the account's name",
            field="password",
        )


def kept_of(documents: Documents, name: str) -> KeptPassword | None:
    """Return what is kept beside an account's password; None where it is older than that."""
    found = documents.get((KIND, name))
    return None if found is None else msgspec.json.decode(found.data, type=KeptPassword)


def kept_after(
    before: KeptPassword | None,
    hashed_before: str | None,
    now: datetime,
    rules: PasswordRules,
    name: str,
    *,
    own: bool,
    checked: bool,
) -> Document:
    """Return the document beside a new password."""
    past = (hashed_before, *(before.before if before else ())) if hashed_before else ()
    told = asked(rules) and checked
    kept = KeptPassword(
        at=now,
        own=own,
        shortest=rules.shortest if told else 0,
        classes=rules.classes if told else 0,
        before=past[: max(0, rules.remembered - 1)],
    )
    return Document(kind=KIND, id=name, at=now, data=encode(kept))


def past_hashes(user: User, kept: KeptPassword | None, rules: PasswordRules) -> tuple[str, ...]:
    """Return the hashes of passwords that cannot be taken again, the present one first."""
    if not asked(rules):
        return ()
    return (user.password, *(kept.before if kept else ()))[: rules.remembered]


def until(kept: KeptPassword | None, rules: PasswordRules) -> datetime | None:
    """Return from when on a new password is asked for; None where it is not."""
    if not asked(rules) or kept is None:
        return None
    return kept.at + timedelta(days=rules.days)


def why_new(kept: KeptPassword | None, rules: PasswordRules, now: datetime) -> Reason | None:
    """Return why an account needs a new password before anything else; None where it does not."""
    if not asked(rules):
        return None
    if kept is None or kept.shortest < rules.shortest or kept.classes < rules.classes:
        return "rules" if kept is None or kept.own else "first"
    if not kept.own:
        return "first"
    ends = until(kept, rules)
    return "old" if ends is not None and now >= ends else None


def who_needs_new(
    users: Iterable[User],
    documents: Documents,
    rules: PasswordRules,
    now: datetime,
) -> list[str]:
    """Return the names of open accounts that will be asked for a new password."""
    return [
        each.name
        for each in users
        if not each.disabled and why_new(kept_of(documents, each.name), rules, now)
    ]
