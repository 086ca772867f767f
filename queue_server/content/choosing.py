"""Which word index a hall chose."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A hall's choice: fts5, tantivy, postgresql or auto.

    ``database`` is the PostgreSQL URL where its line lies, None for a hall in SQLite; ``hall`` is
    its id.
    """

    engine: str = "fts5"
    database: str | None = None
    hall: str = ""
