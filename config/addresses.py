"""Which web addresses are safe to send to."""

from urllib.parse import urlsplit

_HERE = ("127.0.0.1", "localhost", "::1")


def is_safe_address(url: str) -> bool:
    """Tell whether what goes to an address cannot be read on the way.

    >>> is_safe_address("https://upper.example.cn/feed"), is_safe_address("http://127.0.0.1:80")
    (True, True)
    >>> is_safe_address("http://upper.example.cn/feed")
    False
    """
    parts = urlsplit(url)
    return bool(parts.hostname) and (
        parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _HERE)
    )
