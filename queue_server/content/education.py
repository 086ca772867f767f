"""Education as a rank, from the two dozen spellings found in real advertisements."""

from queue_server.content.model import EDUCATIONS

_SPELLINGS = (
    ("博士研究生", "doctor"),
    ("博士", "doctor"),
    ("硕士研究生", "master"),
    ("硕士", "master"),
    ("研究生", "master"),
    ("本科", "bachelor"),
    ("学士", "bachelor"),
    ("大专", "college"),
    ("专科", "college"),
    ("高职", "college"),
    ("中专", "vocational"),
    ("中等专", "vocational"),
    ("中技", "vocational"),
    ("职高", "vocational"),
    ("职业高中", "vocational"),
    ("技工", "vocational"),
    ("高中", "secondary"),
    ("初中", "junior"),
    ("小学", "primary"),
    ("不限", "any"),
    ("无要求", "any"),
)


def education_rank(text: str) -> int | None:
    """Return the lowest education a text asks for, as an index into EDUCATIONS, or None.

    Where several are named (高中/中专) the lowest is what the employer asks for.
    """
    # 大学专科 is a college certificate, 职业高中 is not 高中: take each spelling out once read.
    ranks = []
    for spelling, name in _SPELLINGS:
        if spelling in text:
            ranks.append(EDUCATIONS.index(name))
            text = text.replace(spelling, "")
    return min(ranks) if ranks else None


def highest_suited(education: str) -> int | None:
    """Return the highest rank somebody with this education meets; None for an unknown id.

    高中 and 中专 are the same level of schooling and stand for each other.
    """
    if education not in EDUCATIONS:
        return None
    rank = EDUCATIONS.index(education)
    return max(rank, EDUCATIONS.index("vocational")) if education == "secondary" else rank
