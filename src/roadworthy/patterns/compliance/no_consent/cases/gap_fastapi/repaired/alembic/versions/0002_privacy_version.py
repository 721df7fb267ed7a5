"""The version of the notice that a person agreed to."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("users", sa.Column("privacy_version", sa.String(20), nullable=True))


def downgrade() -> None:
    op.drop_column("users", "privacy_version")
