"""The server's edge: HTTP, live streams and the consoles. The only place that knows Litestar."""
