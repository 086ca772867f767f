"""What visitors tell the hall, how it is answered in time, and what is published of it."""
