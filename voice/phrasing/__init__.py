"""Typed values and free text as the words a person would say (Mandarin and English)."""

from voice.phrasing.kinds import KINDS, Manner, phrase, phrase_functions
from voice.phrasing.text import normalise, spell

__all__ = ["KINDS", "Manner", "normalise", "phrase", "phrase_functions", "spell"]
