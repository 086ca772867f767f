"""Amplus AM03127 signs: letters and digits over RS-232, sold in Europe under many names."""
