"""Asking the configured sources: one run, when each is due, and what became of it."""
