"""Pictograms as path data, drawn natively at each size."""
