"""What the hall's system does not do, and how much it can: one page in print."""
