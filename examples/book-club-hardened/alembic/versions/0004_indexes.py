"""indexes and unique keys, built without blocking writers

Revision ID: 0004
Revises: 0003
"""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_books_created_at": "books (created_at DESC, id DESC)",
    "ix_books_author": "books (author, created_at DESC, id DESC)",
    "ix_books_added_by": "books (added_by)",
    "ix_clubs_owner_id": "clubs (owner_id)",
    "ix_clubs_book_id": "clubs (book_id)",
    "ix_club_members_user_id": "club_members (user_id)",
    "ix_notes_user_id": "notes (user_id, id)",
    "ix_notes_book_id": "notes (book_id)",
    "ix_reviews_book_id": "reviews (book_id, id)",
    "ix_point_transfers_sender_id": "point_transfers (sender_id)",
    "ix_point_transfers_receiver_id": "point_transfers (receiver_id)",
}
UNIQUE_KEYS = {
    "club_members_club_id_user_id_key": ("club_members", "club_id, user_id"),
    "reviews_user_id_book_id_key": ("reviews", "user_id, book_id"),
}


def upgrade() -> None:
    # The first membership and the latest review win; a duplicate membership gives its seat back.
    op.execute(
        "WITH gone AS (DELETE FROM club_members later USING club_members first"
        " WHERE later.club_id = first.club_id AND later.user_id = first.user_id AND later.id > first.id"
        " RETURNING later.id, later.club_id),"
        " freed AS (SELECT club_id, count(DISTINCT id) AS seats FROM gone GROUP BY club_id)"
        " UPDATE clubs SET seats_left = seats_left + freed.seats FROM freed WHERE clubs.id = freed.club_id"
    )
    op.execute(
        "DELETE FROM reviews earlier USING reviews latest WHERE earlier.user_id = latest.user_id"
        " AND earlier.book_id = latest.book_id AND earlier.id < latest.id"
    )
    with op.get_context().autocommit_block():
        for name, target in INDEXES.items():
            op.execute(f"CREATE INDEX CONCURRENTLY IF NOT EXISTS {name} ON {target}")
        for name, (table, columns) in UNIQUE_KEYS.items():
            op.execute(f"CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS {name} ON {table} ({columns})")
            op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} UNIQUE USING INDEX {name}")


def downgrade() -> None:
    for name, (table, _) in UNIQUE_KEYS.items():
        op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    with op.get_context().autocommit_block():
        for name in INDEXES:
            op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
