"""sACN, streaming ACN (ANSI E1.31, UDP 5568): 170 RGB pixels a universe, from universe 1."""
