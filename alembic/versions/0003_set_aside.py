"""Lines that cannot be written are set aside; and what ends a moderator's sessions."""

import sqlalchemy as sa

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "set_aside",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("outbox", sa.String(20), nullable=False),
        sa.Column("what", sa.String(30), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("error", sa.String(200), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
    )
    op.create_index("ix_set_aside_at_ms", "set_aside", ["at_ms"])
    # The version before knows no such column and still adds moderators.
    op.add_column("moderator", sa.Column("generation", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    with op.batch_alter_table("moderator") as table:
        table.drop_column("generation")
    op.drop_table("set_aside")
