"""The display agent: signs, boards and hall announcements (role)."""
