"""Foreign text made safe to show, speak and index: no markup, no tricks, no private contacts."""

import html
import re
import unicodedata

import nh3

_MARKUP = re.compile(r"</?[a-zA-Z!][^>]*>|&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);")
_BREAK = re.compile(r"<\s*(?:br|/p|/div|/li|/h[1-6]|/tr|/section|/article)\b[^>]*>", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\u3000\u00a0]+")
# Joiners shape Mongolian, Uyghur and emoji; every other format character only hides or reorders.
_JOINERS = frozenset("\u200c\u200d")

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
_DIGIT_OR_SIGN = re.compile(
    r"\d[\d\s()（）-]{6}|@|微信|wechat|weixin|vx|v信|qq|联系人", re.IGNORECASE
)


def line(text: str) -> str:
    """Return a text as one clean line."""
    return " ".join(_plain(text).split())


def paragraphs(text: str) -> tuple[str, ...]:
    """Return a text's paragraphs, in order, without markup, empty ones left out."""
    lines = (_SPACES.sub(" ", part).strip() for part in _plain(text).split("\n"))
    return tuple(part for part in lines if part)


def mask_contacts(text: str) -> str:
    """Return the text with telephone numbers, mail, chat ids and contact persons masked by rule."""
    return _PRIVATE.sub(_MASK, text) if _DIGIT_OR_SIGN.search(text) else text


def _plain(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _MARKUP.search(text):
        kept = nh3.clean(_BREAK.sub("\n", text), tags=set())
        text = html.unescape(kept)
    return "\n".join(_visible(part) for part in text.split("\n"))


def _visible(part: str) -> str:
    if part.isprintable():
        return part
    return "".join(_kept(letter) for letter in part)


def _kept(letter: str) -> str:
    if letter in _JOINERS:
        return letter
    if letter.isspace():
        return " "
    return "" if unicodedata.category(letter) in {"Cc", "Cf", "Cs"} else letter
