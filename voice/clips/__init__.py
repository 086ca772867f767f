"""Recorded voices: a folder of clips, what it can say, what is to be recorded for a hall."""
