"""Flaschen-Taschen: a picture a datagram (UDP 1337), ideal for trying things out."""
