"""Copies that leave the machine: sealed for the hall's recovery key, with the hall's own keys."""
