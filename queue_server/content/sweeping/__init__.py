"""Mark and sweep: what a source that tells no deletes has taken down, found without haste.

Five guards (docs/operator/content.md): a scan counts only if every page came and it fits the total
the source announced; an item must be missing from two complete scans; where more than 20 % and more
than 20 would go, an admin is asked; an answer that says nothing is never "offline"; and a scan of
which nothing came is an error, not an empty hall.
"""
