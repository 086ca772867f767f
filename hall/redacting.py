"""Taking out of a text what must not leave the hall: numbers of people, secrets, mailboxes."""

import re

from hall.logs import redact

_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_LOGIN = re.compile(r"(?<=://)[^/\s@]+@")
_QUERY = re.compile(r"(?<=[\w/])\?[\w%.~+-]+=[^\s\"'<>]*")
_NAMED = re.compile(
    r"(?i)([\"']?[\w.-]*(?:token|password|secret|cookie|authorization|api_?key)[\w.-]*[\"']?\s*[:=]\s*)"
    r"(?!\{\s*[\"'}])"  # a table of settings is no secret; its own keys are looked at
    r"(\"[^\"]*\"|'[^']*'|(?:Bearer\s+)?[^\s,;}\]]+)"
)
_BEARER = re.compile(r"(?i)\b(bearer|basic)\s+[\w+/=.~-]+")
_RUN = re.compile(
    r"(?<![\w-])(?=[\w-]*\d)(?:(?=[\w-]*[A-Z])(?=[\w-]*[a-z])[\w-]{20,}|(?=[\w-]*[a-z])[\w-]{32,})={0,2}"
)
_ENDLESS = re.compile(r"[\w.+-]{500,}")  # no word of anybody's; what looks into it takes minutes
_HOME = re.compile(r"/home/[^/\s\"']+")


def conceal(text: str) -> str:
    """Return the text with everything masked that names a person or opens a door.

    >>> conceal('token = "abc", it@example.org, 13812345678')
    'token = "[secret]", [mail], [phone]'
    >>> conceal("https://robot.example.cn/send?key=6b2f and https://li:pw@example.cn/")
    'https://robot.example.cn/send?[…] and https://[secret]@example.cn/'
    """
    text = _ENDLESS.sub("[long]", text)
    text = _BEARER.sub(r"\1 [secret]", text)
    text = _NAMED.sub(_masked, text)
    text = _LOGIN.sub("[secret]@", text)
    text = _QUERY.sub("?[…]", text)
    text = _MAIL.sub("[mail]", text)
    text = _RUN.sub("[secret]", text)
    return redact(_HOME.sub("/home/[user]", text))


def _masked(found: re.Match[str]) -> str:
    """Mask a value within its quotes, so that what was JSON or TOML stays so."""
    quote = next((each[0] for each in (found[2], found[1]) if each[0] in "\"'"), "")
    return f"{found[1]}{quote}[secret]{quote}"
