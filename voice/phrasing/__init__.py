"""Typed values and free text as the words a person would say (Mandarin and English)."""

from voice.phrasing.text import normalise, spell

__all__ = ["normalise", "spell"]
