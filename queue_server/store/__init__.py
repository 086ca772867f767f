"""Where the hall's facts are kept: one writer thread, one journal, plain SQL."""
