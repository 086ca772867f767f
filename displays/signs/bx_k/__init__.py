"""Onbon BX-5K and BX-6K: text cards with their own GB2312 font (dynamic areas)."""
