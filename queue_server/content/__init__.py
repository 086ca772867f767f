"""What the hall shows: jobs, training, policies, notices; imported, searched, kept apart.

Content lives in a database file of its own (``content.db``) beside the tickets', so that bringing
in a million rows cannot make calling stutter. ``service.ContentService`` is the door.
"""
