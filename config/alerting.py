"""Who is told when something in the hall is broken, and when it works again.

A credential never stands in the site file: ``secret_file`` names a file on the server that only
its user may read.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from config.addresses import is_safe_address
from config.decoding import Faults

AlertFamily = Literal["wecom", "dingtalk", "webhook", "email"]
_ROBOTS: tuple[AlertFamily, ...] = ("wecom", "dingtalk")
_MAIL = ("smtp", "smtps")


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One way to tell: a group robot of WeCom or DingTalk, another program, or e-mail.

    ``address`` is the robot's or program's web address without its key, or
    ``smtps://user@host:465`` (``smtp://`` speaks STARTTLS). ``secret_file`` holds a robot's key
    (for DingTalk its token, and in a second line the signing secret), what signs a webhook's
    messages, or the mailbox's password. ``level`` ``soon`` also tells what does not stop visitors
    yet. ``to`` and ``sender`` are e-mail addresses, ``mobiles`` whom WeCom mentions.
    """

    id: str
    family: AlertFamily
    address: str
    secret_file: str = ""
    level: Literal["stops", "soon"] = "stops"
    language: Literal["zh-CN", "en"] = "zh-CN"
    to: tuple[str, ...] = ()
    sender: str = ""
    mobiles: tuple[str, ...] = ()


def check_alerts(alerts: Iterable[Alert], faults: Faults) -> None:
    """Note every fault of the ways to tell."""
    for place, alert in enumerate(alerts, 1):
        key = f"alert[{place}]"
        if alert.family == "email":
            _check_mail(alert, key, faults)
        else:
            _check_web(alert, key, faults)


def _check_web(alert: Alert, key: str, faults: Faults) -> None:
    if not is_safe_address(alert.address):
        remedy = "Write https:// and the whole address; http is for this machine alone"
        faults.add(f"{key}.address", "is no https address", remedy)
    parts = urlsplit(alert.address)
    if parts.password or (alert.family in _ROBOTS and parts.query):
        remedy = "Leave what follows the ? away; put the key alone into a file, rights 0600"
        faults.add(f"{key}.address", "holds a key, which everybody can read here", remedy)
    if not alert.secret_file:
        remedy = "Put the key into a file of its own, rights 0600, and name that here"
        faults.add(f"{key}.secret_file", "is missing", remedy)


def _check_mail(alert: Alert, key: str, faults: Faults) -> None:
    parts = urlsplit(alert.address)
    if parts.scheme not in _MAIL or not parts.hostname:
        remedy = "Write smtps://user@host:465, or smtp://user@host:587"
        faults.add(f"{key}.address", f"{alert.address!r} is no mail server", remedy)
    if parts.password:
        remedy = "Put the password into a file of its own, rights 0600, as secret_file"
        faults.add(f"{key}.address", "holds a password, which everybody can read here", remedy)
    if parts.username and not alert.secret_file:
        faults.add(f"{key}.secret_file", "is missing", "Name the file with the password")
    for name, given in (("to", alert.to), ("sender", (alert.sender,))):
        if not given or not all(_is_mailbox(each) for each in given):
            remedy = "Write e-mail addresses, such as it@example.org"
            faults.add(f"{key}.{name}", "names no mailbox", remedy)


def _is_mailbox(text: str) -> bool:
    name, _, host = text.partition("@")
    return bool(name and host) and not any(each.isspace() or each in ",;<>" for each in text)
