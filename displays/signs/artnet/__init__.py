"""Art-Net 4 (UDP 6454): 170 RGB pixels a universe."""
