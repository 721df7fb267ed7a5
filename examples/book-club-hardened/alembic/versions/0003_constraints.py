"""exact points, zoned timestamps, check constraints and erasure rules

Stops before changing anything if a balance or a seat count is negative: a person must decide about those rows.

Revision ID: 0003
Revises: 0002
"""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TIMESTAMPS = {
    "users": "created_at",
    "books": "created_at",
    "clubs": "created_at",
    "club_members": "joined_at",
    "notes": "created_at",
    "reviews": "created_at",
    "point_transfers": "created_at",
}
CHECKS = {
    "users_points_not_negative": ("users", "points >= 0"),
    "users_email_lower_case": ("users", "email = lower(email)"),
    "clubs_seats_left_not_negative": ("clubs", "seats_left >= 0"),
    "notes_page_positive": ("notes", "page > 0"),
    "notes_body_length": ("notes", "char_length(body) <= 5000"),
    "reviews_rating_range": ("reviews", "rating BETWEEN 1 AND 5"),
    "reviews_body_length": ("reviews", "char_length(body) <= 5000"),
    "point_transfers_two_parties": ("point_transfers", "sender_id <> receiver_id"),
}
# column, referenced table, rule, may be null
FOREIGN_KEYS = [
    ("books", "added_by", "users", "SET NULL"),
    ("clubs", "owner_id", "users", "SET NULL"),
    ("clubs", "book_id", "books", "SET NULL"),
    ("club_members", "club_id", "clubs", "CASCADE"),
    ("club_members", "user_id", "users", "CASCADE"),
    ("notes", "user_id", "users", "CASCADE"),
    ("reviews", "user_id", "users", "CASCADE"),
    ("point_transfers", "sender_id", "users", "SET NULL"),
    ("point_transfers", "receiver_id", "users", "SET NULL"),
]
BECOME_NULLABLE = [
    ("books", "added_by"),
    ("clubs", "owner_id"),
    ("point_transfers", "sender_id"),
    ("point_transfers", "receiver_id"),
]


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("UPDATE reviews SET rating = LEAST(GREATEST(rating, 1), 5) WHERE rating NOT BETWEEN 1 AND 5")
    op.execute("ALTER TABLE users ALTER points TYPE numeric(12,2) USING round(points::numeric, 2)")
    op.execute("ALTER TABLE point_transfers ALTER amount TYPE numeric(12,2) USING round(amount::numeric, 2)")
    for table, column in TIMESTAMPS.items():
        op.execute(f"ALTER TABLE {table} ALTER {column} TYPE timestamptz USING {column} AT TIME ZONE 'UTC'")
    for table, column in BECOME_NULLABLE:
        op.execute(f"ALTER TABLE {table} ALTER {column} DROP NOT NULL")
    for table, column, target, rule in FOREIGN_KEYS:
        replace_foreign_key(table, column, target, f"ON DELETE {rule}")
    for name, (table, rule) in CHECKS.items():
        op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({rule}) NOT VALID")
        op.execute(f"ALTER TABLE {table} VALIDATE CONSTRAINT {name}")
    # Old negative transfers stay in the ledger as evidence; only new rows are held to the rule.
    op.execute(
        "ALTER TABLE point_transfers ADD CONSTRAINT point_transfers_amount_positive CHECK (amount > 0) NOT VALID"
    )


def downgrade() -> None:
    op.execute("ALTER TABLE point_transfers DROP CONSTRAINT point_transfers_amount_positive")
    for name, (table, _) in CHECKS.items():
        op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    for table, column, target, _ in FOREIGN_KEYS:
        replace_foreign_key(table, column, target, "")
    # Fails, on purpose, once erased accounts have left rows without an owner: restore a backup instead.
    for table, column in BECOME_NULLABLE:
        op.execute(f"ALTER TABLE {table} ALTER {column} SET NOT NULL")
    for table, column in TIMESTAMPS.items():
        op.execute(f"ALTER TABLE {table} ALTER {column} TYPE timestamp USING {column} AT TIME ZONE 'UTC'")
    op.execute("ALTER TABLE point_transfers ALTER amount TYPE double precision")
    op.execute("ALTER TABLE users ALTER points TYPE double precision")


def replace_foreign_key(table: str, column: str, target: str, rule: str) -> None:
    name = f"{table}_{column}_fkey"
    op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    op.execute(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({column}) REFERENCES {target} (id) {rule} NOT VALID"
    )
    op.execute(f"ALTER TABLE {table} VALIDATE CONSTRAINT {name}")
