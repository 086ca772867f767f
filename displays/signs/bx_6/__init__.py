"""Onbon BX-6E, BX-6Q and BX-6M: cards that show bitmaps drawn here (dynamic areas)."""
