"""Platforms of the national disability employment network's kind (cdpee.org.cn and provinces).

Scanned in pages until one is empty. Regions come as names; ids are 19 digits or 32 hex digits;
``distypeStr`` is read by ``content.disability``. Contact persons are withheld by the platform.
"""
