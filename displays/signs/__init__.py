"""LED signs: the port every family offers, the families, and the bus that keeps them alive."""
