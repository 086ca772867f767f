"""How long a visitor will probably wait: learned times, the timetable, and a walk of the line."""
