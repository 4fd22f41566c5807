"""Reports with their evidence, sanctions, appeals, the audit, blocks, moderators and switches."""

import sqlalchemy as sa

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# The audit is only added to. A term may delete lines, but never young ones: 30 days, in ms.
_YOUNG = 30 * 86_400_000
_SQLITE = (
    "CREATE TRIGGER audit_unchanged BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END",
    "CREATE TRIGGER audit_kept BEFORE DELETE ON audit "
    f"WHEN OLD.at_ms > CAST(strftime('%s', 'now') AS INTEGER) * 1000 - {_YOUNG} "
    "BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END",
)
_POSTGRESQL = (
    "CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'audit is append-only'; END $$",
    "CREATE TRIGGER audit_unchanged BEFORE UPDATE ON audit FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
    "CREATE TRIGGER audit_kept BEFORE DELETE ON audit FOR EACH ROW "
    f"WHEN (OLD.at_ms > extract(epoch FROM now()) * 1000 - {_YOUNG}) EXECUTE FUNCTION audit_refuse()",
)


def upgrade() -> None:
    op.create_table(
        "report",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("room", sa.String(40), nullable=False),
        sa.Column("filed_ms", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.Column("severity", sa.Integer(), nullable=False),
        sa.Column("reporter", sa.String(64), nullable=False),
        sa.Column("reporter_address", sa.String(64), nullable=False),
        sa.Column("target", sa.String(64), nullable=False),
        sa.Column("target_address", sa.String(64), nullable=False),
        sa.Column("video", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(12), nullable=False),
        sa.Column("closed_ms", sa.BigInteger(), nullable=True),
        sa.Column("closed_by", sa.String(64), nullable=False),
    )
    for column in ("filed_ms", "reporter", "target", "status"):
        op.create_index(f"ix_report_{column}", "report", [column])
    op.create_table(
        "evidence",
        sa.Column("report", sa.String(32), sa.ForeignKey("report.id"), primary_key=True),
        sa.Column("filed_ms", sa.BigInteger(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("held_until_ms", sa.BigInteger(), nullable=False),
        sa.Column("hold", sa.Text(), nullable=False),
        sa.Column("held_by", sa.String(64), nullable=False),
    )
    op.create_index("ix_evidence_filed_ms", "evidence", ["filed_ms"])
    op.create_table(
        "observation",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("visitor", sa.String(64), nullable=False),
        sa.Column("address", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
    )
    for column in ("visitor", "at_ms"):
        op.create_index(f"ix_observation_{column}", "observation", [column])
    op.create_table(
        "sanction",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column("step", sa.String(10), nullable=False),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.Column("imposed_by", sa.String(64), nullable=False),
        sa.Column("imposed_ms", sa.BigInteger(), nullable=False),
        sa.Column("until_ms", sa.BigInteger(), nullable=False),
        sa.Column("lifted_ms", sa.BigInteger(), nullable=True),
        sa.Column("lifted_by", sa.String(64), nullable=False),
        sa.Column("copied", sa.Boolean(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_sanction_subject", "sanction", ["kind", "subject"])
    op.create_index("ix_sanction_until_ms", "sanction", ["until_ms"])
    op.create_index("ix_sanction_copied", "sanction", ["copied"])
    op.create_table(
        "appeal",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("sanction", sa.Integer(), nullable=False, unique=True),
        sa.Column("visitor", sa.String(64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("filed_ms", sa.BigInteger(), nullable=False),
        sa.Column("outcome", sa.String(10), nullable=False),
        sa.Column("decided_ms", sa.BigInteger(), nullable=True),
        sa.Column("decided_by", sa.String(64), nullable=False),
    )
    op.create_index("ix_appeal_filed_ms", "appeal", ["filed_ms"])
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("who", sa.String(64), nullable=False),
        sa.Column("act", sa.String(30), nullable=False),
        sa.Column("subject", sa.String(100), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sqlite_autoincrement=True,
    )
    for column in ("at_ms", "who", "subject"):
        op.create_index(f"ix_audit_{column}", "audit", [column])
    for statement in _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL:
        op.execute(statement)
    op.create_table(
        "block",
        sa.Column("person", sa.String(64), primary_key=True),
        sa.Column("other", sa.String(64), primary_key=True),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
    )
    op.create_index("ix_block_at_ms", "block", ["at_ms"])
    op.create_table(
        "moderator",
        sa.Column("name", sa.String(32), primary_key=True),
        sa.Column("password", sa.String(200), nullable=False),
        sa.Column("totp", sa.String(300), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("last_code", sa.BigInteger(), nullable=False),
        sa.Column("disabled", sa.Boolean(), nullable=False),
    )
    op.create_table(
        "switch",
        sa.Column("name", sa.String(20), primary_key=True),
        sa.Column("on", sa.Boolean(), nullable=False),
    )


def downgrade() -> None:
    for table in (
        "switch", "moderator", "block", "audit", "appeal", "sanction", "observation", "evidence", "report",
    ):  # fmt: skip
        op.drop_table(table)
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION audit_refuse()")
