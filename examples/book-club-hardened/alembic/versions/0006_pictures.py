"""profile pictures, a search that an index answers, no more shelves

Nothing ever wrote books.shelf; going back brings the empty column back.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("users", sa.Column("picture", sa.String(300), nullable=True))
    op.create_table(
        "pictures",
        sa.Column("user_id", sa.Integer(), sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
    )
    op.drop_column("books", "shelf")
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    with op.get_context().autocommit_block():
        op.execute("CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_books_title ON books USING gin (title gin_trgm_ops)")
        op.execute("CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_notes_body ON notes USING gin (body gin_trgm_ops)")


def downgrade() -> None:
    with op.get_context().autocommit_block():
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_notes_body")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_books_title")
    op.add_column("books", sa.Column("shelf", sa.String(50), nullable=True))
    op.drop_table("pictures")
    op.drop_column("users", "picture")
