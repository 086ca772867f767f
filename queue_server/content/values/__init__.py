"""Foreign words as values: pay, dates, numbers, places; what cannot be read is never guessed."""
