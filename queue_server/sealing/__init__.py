"""Signed heads of the journal's chain (S-26).

The chain shows what was changed, swapped or taken out of its middle; only a signature over its
end shows that rows were cut off, or that the whole was written anew. Heads are kept in the hall's
database, in a file beside its backups, and are sent to the level above.
"""
