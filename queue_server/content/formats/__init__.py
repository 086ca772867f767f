"""Files as records: one module a format, each a function from rows to records or reasons."""
