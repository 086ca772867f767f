"""How the tables came to be, step by step; run by ``queue_server.store.schema``."""
