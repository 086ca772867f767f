"""What the hall's days were like: waits, visits, no-shows, kept promises; told and exported."""
