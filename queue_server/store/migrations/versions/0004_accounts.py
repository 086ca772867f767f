"""Accounts that may be shut, and ask for a one-time code."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; the accounts there stay open and ask for no code."""
    op.add_column(
        "users", sa.Column("disabled", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("users", sa.Column("totp", sa.String(length=64), nullable=True))
    op.add_column(
        "users", sa.Column("totp_step", sa.BigInteger(), nullable=False, server_default="0")
    )
