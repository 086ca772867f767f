"""Engines behind the ports, best first; `registry` says which work here."""
