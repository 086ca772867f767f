"""Speech and earcons (device library)."""
