"""Short codes people type: on paper in groups of four, read back however they were typed.

Digits and capitals without I, L, O and U (Crockford's base 32): none of them is taken for another.
Twelve carry 60 bits, so that a code cannot be found by trying.
"""

import hashlib

from hall.chance import random_bytes

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12
# 32 letters divide the 256 values of a byte evenly: each is as likely as any other.
_LETTERS = bytes(ord(ALPHABET[byte % len(ALPHABET)]) for byte in range(256))
_GROUP = 4
_MEANT = str.maketrans("OILU", "011V")


def new_code() -> str:
    """Return a code nobody can guess."""
    return random_bytes(LENGTH).translate(_LETTERS).decode("ascii")


def read_code(typed: str) -> str:
    """Return what was meant: capitals, no spaces or signs between, full-width letters as narrow.

    Letters that stand for no value are read as the digit they look like.
    """
    narrow = (chr(ord(char) - 0xFEE0) if "！" <= char <= "～" else char for char in typed)
    kept = "".join(char for char in narrow if char.isascii() and char.isalnum())
    return kept.upper().translate(_MEANT)


def grouped(code: str) -> str:
    """Return a code as it is printed: ``7Q4M 9XK2 0ABC``."""
    return " ".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))


def code_of(key: str) -> str:
    """Return the code that goes with a secret key: whoever has the key gets it without asking."""
    digest = hashlib.sha256(b"code\x00" + key.encode()).digest()
    return digest[:LENGTH].translate(_LETTERS).decode("ascii")


def digits_of(key: str, count: int = 10) -> str:
    """Return the digits that go with a secret key, for those who type on twelve keys."""
    digest = hashlib.sha256(b"digits\x00" + key.encode()).digest()
    return f"{int.from_bytes(digest) % 10**count:0{count}d}"
