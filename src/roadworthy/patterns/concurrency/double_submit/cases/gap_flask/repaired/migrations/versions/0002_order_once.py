"""An order is placed once."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.add_column("orders", sa.Column("idempotency_key", sa.String(64)))
    op.execute("UPDATE orders SET idempotency_key = 'before-' || id")
    op.alter_column("orders", "idempotency_key", nullable=False)
    op.create_unique_constraint("order_once", "orders", ["user_id", "idempotency_key"])


def downgrade():
    op.drop_column("orders", "idempotency_key")
