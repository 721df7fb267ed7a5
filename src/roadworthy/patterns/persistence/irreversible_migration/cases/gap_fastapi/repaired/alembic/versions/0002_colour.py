"""Notes get a colour."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("notes", sa.Column("colour", sa.String(20), nullable=True))


def downgrade() -> None:
    op.drop_column("notes", "colour")
