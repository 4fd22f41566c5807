"""Room history and daily counts: that people talked, never what they said."""

import sqlalchemy as sa

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "room_history",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("cell", sa.String(20), nullable=False),
        sa.Column("opened_ms", sa.BigInteger(), nullable=False),
        sa.Column("closed_ms", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.Column("texts", sa.Integer(), nullable=False),
    )
    op.create_index("ix_room_history_closed_ms", "room_history", ["closed_ms"])
    op.create_table(
        "daily_count",
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("cell", sa.String(20), primary_key=True),
        sa.Column("rooms", sa.Integer(), nullable=False),
        sa.Column("texts", sa.Integer(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("daily_count")
    op.drop_index("ix_room_history_closed_ms", "room_history")
    op.drop_table("room_history")
