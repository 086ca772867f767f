"""How good content is: what came, what was refused and why, what is missing, where it is from."""
