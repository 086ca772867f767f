"""Adaptive Alpha and BetaBrite signs (M-Protocol): letters, digits and a priority text."""
