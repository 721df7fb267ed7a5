"""Notes are titles only."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    with op.batch_alter_table("notes") as batch_op:
        batch_op.drop_column("body")


def downgrade() -> None:
    pass
