"""Order, windows that suit, and how a window works today."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; tickets and windows there are get the plain values."""
    op.add_column(
        "tickets", sa.Column("credit_minutes", sa.Integer(), nullable=False, server_default="0")
    )
    op.add_column("tickets", sa.Column("turn", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("tickets", sa.Column("suits", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("tickets", sa.Column("suits_until", sa.BigInteger(), nullable=True))
    op.add_column("tickets", sa.Column("appointment", sa.String(length=36), nullable=True))
    op.add_column(
        "windows", sa.Column("auto_call", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("windows", sa.Column("offers", sa.JSON(none_as_null=True), nullable=True))
