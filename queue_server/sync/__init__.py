"""Keeping content in step with the level above."""
