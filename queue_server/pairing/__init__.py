"""Letting a device in: found by the network or a typed address, trusted by a code two people see.

What mDNS announces is a hint and proves nothing. So the device and the server agree on a key, and
each shows six digits made of everything they sent; an admin lets the device in when both show the
same. Somebody between them would have to guess the digits before they exist, as the device bound
itself to its part before it saw the server's (numeric comparison, as in Bluetooth's pairing).
"""
