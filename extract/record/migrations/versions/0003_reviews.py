"""Reviews: what people have said of single rows, beside the rows and never over them."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

FACT = ("bulletin_id", "reservoir_id", "quantity", "date", "status", "value_as_printed", "value_read")


def upgrade() -> None:
    """Make one table; nothing of what a store holds is touched."""
    op.create_table(
        "reviews",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("current", sa.Boolean, nullable=False),
        sa.Column("bulletin_id", sa.Text, nullable=False),
        sa.Column("reservoir_id", sa.Text, nullable=False),
        sa.Column("quantity", sa.Text, nullable=False),
        sa.Column("date", sa.Date, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("value_as_printed", sa.Text, nullable=False),
        sa.Column("value_read", sa.Double, nullable=False),
        sa.Column("review", sa.Text, nullable=False),
        sa.Column("value", sa.Double),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("reviewer", sa.Text, nullable=False),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reviews"),
    )
    is_current = sa.column("current").is_(sa.true())
    op.create_index(
        "ix_reviews_one_current",
        "reviews",
        list(FACT),
        unique=True,
        sqlite_where=is_current,
        postgresql_where=is_current,
    )
