"""How much one request or message may carry (S-5, S-13)."""

BODY_LIMIT = 1024 * 1024
"""Bytes of a request's body; pictures, films and captions have limits of their own."""
HEAD_LIMIT = 64 * 1024
"""Bytes of a request's address and headers."""
FRAME_LIMIT = 64 * 1024
"""Bytes of a message on an open stream."""
A_SECOND, AT_ONCE = 20.0, 60
"""What one sign-in may ask of the API (S-12); programs with tokens are the hall's own."""
ADDRESS_A_SECOND, ADDRESS_AT_ONCE = 100.0, 400
"""What one address may ask in all (S-12): a room of phones behind one address stays far below."""
