"""The tables of the first release: bulletins, what was read in them, and which store it is."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "store_info",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("uid", sa.Text, nullable=False),
        sa.Column("schema_version", sa.Integer, nullable=False),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_store_info"),
    )
    op.create_table(
        "bulletins",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("current", sa.Boolean, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("url", sa.Text),
        sa.Column("publisher", sa.Text),
        sa.Column("published", MOMENT),
        sa.Column("language", sa.Text),
        sa.Column("retrieved", MOMENT),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("content_hash", sa.Text, nullable=False),
        sa.Column("extractor_version", sa.Text, nullable=False),
        sa.Column("figures", sa.Integer, nullable=False),
        sa.Column("row_count", sa.Integer, nullable=False),
        sa.Column("set_aside_count", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", "version", name="pk_bulletins"),
    )
    is_current = sa.column("current", sa.Boolean).is_(sa.true())
    op.create_index(
        "ix_bulletins_one_current",
        "bulletins",
        ["id"],
        unique=True,
        sqlite_where=is_current,
        postgresql_where=is_current,
    )
    op.create_table(
        "observations",
        *_of_bulletin("observations"),
        sa.Column("current", sa.Boolean, nullable=False),
        sa.Column("date", sa.Date, nullable=False),
        sa.Column("reservoir_id", sa.Text, nullable=False),
        sa.Column("reservoir", sa.Text, nullable=False),
        sa.Column("region_code", sa.Text),
        sa.Column("region", sa.Text),
        sa.Column("river", sa.Text),
        sa.Column("country", sa.Text),
        sa.Column("quantity", sa.Text, nullable=False),
        sa.Column("value", sa.Double, nullable=False),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("qualifier", sa.Text, nullable=False),
        sa.Column("flags", sa.JSON, nullable=False),
        sa.Column("value_as_printed", sa.Text, nullable=False),
        sa.Column("unit_as_printed", sa.Text, nullable=False),
        sa.Column("url", sa.Text),
        sa.Column("publisher", sa.Text),
        sa.Column("published", MOMENT),
        sa.Column("quote", sa.Text, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("extracted_at", MOMENT, nullable=False),
        sa.Column("extractor_version", sa.Text, nullable=False),
    )
    for columns in (["quantity", "status", "date"], ["reservoir_id", "quantity", "date"]):
        op.create_index(f"ix_observations_{'_'.join(columns)}", "observations", columns)
    op.create_table(
        "set_aside",
        *_of_bulletin("set_aside"),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("quote", sa.Text, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
    )


def _of_bulletin(table: str) -> tuple[sa.Column | sa.Constraint, ...]:
    """The columns that tie a row to the bulletin version it was read in, and its place there."""
    key = ["bulletin_id", "bulletin_version"]
    return (
        sa.Column("bulletin_id", sa.Text, nullable=False),
        sa.Column("bulletin_version", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("n", sa.Integer, nullable=False, autoincrement=False),
        sa.PrimaryKeyConstraint(*key, "n", name=f"pk_{table}"),
        sa.ForeignKeyConstraint(key, ["bulletins.id", "bulletins.version"], name=f"fk_{table}_bulletins"),
    )
