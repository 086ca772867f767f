"""Chinese text files as text: UTF-8 with or without its mark, else GB 18030-2022.

Python's ``gb18030`` is the edition of 2000/2005: 19 characters come out in the private use area.
The edition of 2022 (mandatory since 2023-08-01) and the web's decoder give the real ones, listed
here (GB 18030-2022 annex; the same values come from glibc's iconv).
"""

REPAIRED = {
    0xE78D: 0xFE10,
    0xE78E: 0xFE12,
    0xE78F: 0xFE11,
    0xE790: 0xFE13,
    0xE791: 0xFE14,
    0xE792: 0xFE15,
    0xE793: 0xFE16,
    0xE794: 0xFE17,
    0xE795: 0xFE18,
    0xE796: 0xFE19,
    0xE7C7: 0x1E3F,
    0xE81E: 0x9FB4,
    0xE826: 0x9FB5,
    0xE82B: 0x9FB6,
    0xE82C: 0x9FB7,
    0xE832: 0x9FB8,
    0xE843: 0x9FB9,
    0xE854: 0x9FBA,
    0xE864: 0x9FBB,
}
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SAMPLE = 1 << 20


def encoding_of(head: bytes) -> str:
    """Return the codec of a Chinese text file, told from its first bytes (up to 1 MiB)."""
    for mark, codec in _MARKS:
        if head.startswith(mark):
            return codec
    sample = head[:_SAMPLE]
    try:
        sample.decode("utf-8")
    except UnicodeDecodeError as fault:
        # A character cut at the sample's end does not speak against UTF-8.
        cut = len(head) > len(sample) or len(head) == _SAMPLE
        if not (cut and fault.start > len(sample) - 4):
            return "gb18030"
    return "utf-8"


def repaired(text: str) -> str:
    """Return a text with the 19 characters that ``gb18030`` leaves in the private use area."""
    return text if text.isascii() else text.translate(REPAIRED)


def decode_chinese(data: bytes) -> str:
    """Return bytes as text; what no codec knows becomes U+FFFD, so that nothing else is lost."""
    return repaired(data.decode(encoding_of(data), errors="replace"))
