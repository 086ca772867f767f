"""Byte links to devices: serial, TCP, UDP, a device file, a pseudo-terminal, memory.

A link moves bytes and knows nothing of what they mean. ``open_link`` is our end; ``listen`` is the
far end, where the simulators sit.
"""

from hall.links.address import LinkAddress, parse_link
from hall.links.listening import Listener, listen
from hall.links.opening import open_link
from hall.links.port import Link
from hall.links.streams import memory_pair

__all__ = ["Link", "LinkAddress", "Listener", "listen", "memory_pair", "open_link", "parse_link"]
