"""Ways to reach a visitor besides signs and voice: lamps on relays, pagers, other programs."""
