"""Putting words in: telephone keys, pinyin letters and handwriting become words; no Kivy here."""
