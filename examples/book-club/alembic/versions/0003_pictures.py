"""profile pictures, no more shelves

Revision ID: 5d1f0c7a92be
Revises: 0002
"""
import sqlalchemy as sa
from alembic import op

revision = "5d1f0c7a92be"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("users", sa.Column("picture", sa.String(300), nullable=True))
    op.drop_column("books", "shelf")


def downgrade() -> None:
    pass
