"""Which cases go the whole way in `make test`: few and short ones, but every dimension, framework and database is among them. Each
pair of framework and database is for `make experiments`."""

from __future__ import annotations

CHOSEN = (
    "browsers/unguarded-api/gap_fastapi",
    "compliance/exposed-sensitive-data/gap_express",
    "concurrency/double-submit/gap_nextjs_action",
    "data-volume/in-memory-query/gap_django",
    "error-recovery/untraceable-errors/gap_fastapi",
    "malicious-input/broken-access/gap_express_mongo",
    "malicious-input/broken-access/gap_express_mysql",
    "malicious-input/broken-access/gap_express_prisma",
    "malicious-input/injection/gap_express_sqlite",
    "network/uncached-responses/gap_fastapi",
    "operations/no-monitoring/gap_flask",
    "persistence/missing-constraint/gap_supabase",
    "uptime/fragile-dependency/gap_fastapi",
)
"""The others are for `make experiments`."""
