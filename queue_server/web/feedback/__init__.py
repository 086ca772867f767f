"""What visitors tell the hall, over HTTP."""
