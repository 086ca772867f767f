"""The shared kernel: clock, ids, errors, links, retry, logs, texts and the command's root.

It imports nothing of ours.
"""
