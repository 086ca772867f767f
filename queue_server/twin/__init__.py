"""The digital twin: simulated days of a hall, played against the real server on a fast clock."""
