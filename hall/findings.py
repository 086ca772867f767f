"""What an examination of this machine found; `hall90 doctor` and the health pages show these."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["good", "information", "soon", "stops"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing found: what is wrong in words, and what to do, likeliest first."""

    id: str
    severity: Severity
    what: str
    remedy: str = ""
