"""`hall90 demo`: the whole hall on this machine, played through its public interfaces only.

It starts the real programs by their commands, presses real keys, touches real pixels, and reads
what anyone could read: transcript, tree, pages, pictures of signs and paper.
"""
