"""Tickets on paper (device library)."""
