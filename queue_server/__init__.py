"""The hall server: tickets, calling, notices, content, sync and the web pages (role)."""
