"""What is kept of sources: their runs, refused rows, missing items, holds, and where to go on."""

from sqlalchemy import Column, Index, Integer, LargeBinary, String, Table

from queue_server.content.database import metadata

source_state = Table(
    "source_state",
    metadata,
    Column("source", String, primary_key=True),
    Column("state", LargeBinary, nullable=False),
)
# One row a run; ``outcome`` is whole, incomplete, short or failed.
source_run = Table(
    "source_run",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("source", String, nullable=False),
    Column("what", String, nullable=False),
    Column("began", Integer, nullable=False),
    Column("ended", Integer, nullable=False),
    Column("outcome", String, nullable=False),
    Column("told", LargeBinary, nullable=False),
    Index("source_run_of", "source", "n"),
)
# The refused rows and the remarks of each source's last runs.
refusal = Table(
    "refusal",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("run", Integer, nullable=False),
    Column("source", String, nullable=False),
    Column("row", Integer, nullable=False),
    Column("taken", Integer, nullable=False),
    Column("code", String, nullable=False),
    Column("told", LargeBinary, nullable=False),
    Index("refusal_of", "source", "run"),
)
missing = Table(
    "missing",
    metadata,
    Column("source", String, primary_key=True),
    Column("kind", String, primary_key=True),
    Column("id", String, primary_key=True),
    Column("scans", Integer, nullable=False),
    Column("since", Integer, nullable=False),
)
# ``state`` is held, released, discarded or dissolved (what was missing came back).
hold = Table(
    "hold",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("source", String, nullable=False),
    Column("at", Integer, nullable=False),
    Column("of", Integer, nullable=False),
    Column("items", LargeBinary, nullable=False),
    Column("state", String, nullable=False),
    Column("by", String, nullable=False),
    Column("decided", Integer),
    Index("hold_of", "source", "state"),
)
