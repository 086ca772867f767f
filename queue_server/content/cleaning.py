"""Foreign text made safe to show, speak and index: no markup, no tricks, no private contacts.

Text is NFC. Controls, direction overrides, tags and other characters that only hide or reorder are
taken out (S-17); a private use character, which no font of ours draws, becomes U+FFFD and so can be
seen and reported.
"""

import html
import re
import unicodedata

import nh3

from queue_server.content.decoding import repaired

UNREADABLE = "\ufffd"
_MARKUP = re.compile(r"</?[a-zA-Z!][^<>]*>|&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);|<!\[CDATA\[|<!--")
_BREAK = re.compile(
    r"<\s*(?:br|/?p|/?div|/?li|/?ul|/?ol|/?h[1-6]|/?tr|/?table|/?section|/?article|hr)\b[^<>]*>",
    re.IGNORECASE,
)
_CELL = re.compile(r"<\s*/t[dh]\s*>", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\u3000\u00a0]+")
# Joiners shape Mongolian, Uyghur and emoji; elsewhere they only hide. Every other format
# character is taken out.
_JOINERS = frozenset("\u200c\u200d")
_JOINED = ("MONGOLIAN", "ARABIC", "DEVANAGARI", "EMOJI", "HEAVY", "VARIATION")

_MASK = "（联系方式请问工作人员）"
_PRIVATE = re.compile(
    r"""
    (?:(?:联系)?(?:电话|手机号?|热线)|tel|phone)[\s:：/]*(?:\+?86[\s-]*)?[\d（(][\d\s()（）-]{6,18}\d
  | (?<!\d)(?:\+?86[\s-]*)?1[3-9]\d(?:[\s-]?\d{4}){2}(?!\d)
  | (?<!\d)\d{17}[\dXx](?!\d)
  | [\w.+-]+@[\w-]+(?:\.[\w-]+)+
  | (?:微信号?|wechat|weixin|vx|v信|QQ号?|QQ群)[\s:：]*(?:同号|[A-Za-z0-9_-]{5,20})
  | 联系人[\s:：]*[\u4e00-\u9fff]{1,4}(?:先生|女士|经理|老师|小姐|主任)?
    """,
    re.VERBOSE | re.IGNORECASE,
)
# What an office publishes on purpose (its landline, hotline and mail) stays; a person's does not.
_PERSONAL = re.compile(
    r"""
    (?<!\d)(?:\+?86[\s-]*)?1[3-9]\d(?:[\s-]?\d{4}){2}(?!\d)
  | (?<!\d)\d{17}[\dXx](?!\d)
  | (?:微信号|wechat|weixin|vx|v信|QQ号?)[\s:：]*(?:同号|[A-Za-z0-9_-]{5,20})
  | 联系人[\s:：]*[\u4e00-\u9fff]{1,4}(?:先生|女士|经理|老师|小姐|主任)?
    """,
    re.VERBOSE | re.IGNORECASE,
)
# What all of the above have one of; everything else need not be looked at any closer.
_LONG_NUMBER = re.compile(r"1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}|\d{17}")
_SIGNS = (
    "@", "微信", "v信", "wechat", "weixin", "vx", "qq", "联系人", "电话", "手机", "热线", "tel",
    "phone",
)  # fmt: skip
_SIGN_LETTER = re.compile(r"[@微联电手热vwqtpVWQTP]")
_WIDE = re.compile(r"[０-９＠－＋]")
_FOLDED = str.maketrans("０１２３４５６７８９＠－＋", "0123456789@-+")


def line(text: str) -> str:
    """Return a text as one clean line."""
    return "" if not text else " ".join(_plain(text).split())


def paragraphs(text: str) -> tuple[str, ...]:
    """Return a text's paragraphs, in order, without markup, empty ones left out."""
    lines = (_SPACES.sub(" ", part).strip() for part in _plain(text).split("\n"))
    return tuple(part for part in lines if part)


def mask_contacts(text: str, *, public: bool = False) -> str:
    """Return the text with telephone numbers, mail, chat ids and contact persons masked by rule.

    ``public`` texts are an office's own notices: its landlines and mail stay.
    """
    if not may_be_private(text):
        return text
    folded = text.translate(_FOLDED)
    masked, found = (_PERSONAL if public else _PRIVATE).subn(_MASK, folded)
    return masked if found else text


def may_be_private(text: str) -> bool:
    """Tell whether a text could hold what ``mask_contacts`` masks; quick, and never wrongly no."""
    folded = text.translate(_FOLDED) if _WIDE.search(text) else text
    if _LONG_NUMBER.search(folded):
        return True
    if not _SIGN_LETTER.search(folded):
        return False
    lowered = folded.casefold()
    return any(sign in lowered for sign in _SIGNS)


def _plain(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _MARKUP.search(text):
        kept = nh3.clean(_BREAK.sub("\n", _CELL.sub(" ", text)), tags=set())
        text = html.unescape(kept)
    if text.isascii():
        return "\n".join(_visible(part) for part in text.split("\n"))
    text = unicodedata.normalize("NFC", repaired(text))
    return "\n".join(_visible(part) for part in text.split("\n"))


def _visible(part: str) -> str:
    if part.isprintable():
        return part
    return "".join(_kept(part, at) for at in range(len(part)))


def _kept(part: str, at: int) -> str:
    letter = part[at]
    if letter in _JOINERS:
        return letter if 0 < at < len(part) - 1 and _shaped(part[at - 1]) else ""
    if letter.isspace():
        return " "
    match unicodedata.category(letter):
        case "Cc" | "Cf" | "Cs":
            return ""
        case "Co":
            return UNREADABLE
        case _:
            return "" if _is_noncharacter(ord(letter)) else letter


def _shaped(before: str) -> bool:
    """Tell whether a joiner after this character shapes it: a script that joins, or an emoji."""
    return unicodedata.category(before) == "So" or unicodedata.name(before, "").startswith(_JOINED)


def _is_noncharacter(code: int) -> bool:
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
