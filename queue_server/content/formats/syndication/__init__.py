"""RSS 2.0 and Atom, for policies, notices, courses and fairs.

XML is parsed by defusedxml first, which refuses document types and entities; entries come from
feedparser, which reads feeds as found in the wild. Atom archives (RFC 5005) are followed once each,
tombstones (RFC 6721) withdraw. RSS tells no deletes: an entry is shown ``retire_days``.
"""
