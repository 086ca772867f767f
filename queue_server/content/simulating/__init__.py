"""Stand-ins for the platforms content comes from, at the far end of real HTTP."""
