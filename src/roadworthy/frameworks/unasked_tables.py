"""Says when an app keeps rows and next to no question for them was seen: what is not told of such an app is not therefore in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from roadworthy.app.deployment import Deployment
from roadworthy.app.model import Unknown
from roadworthy.app.query import Query
from roadworthy.app.table import Table

# An app of this size asks for most of its tables; a smaller one may leave some to a page or to nobody, and yet asks for one.
_FEWEST_ENDPOINTS, _FEWEST_TABLES = 10, 5
_SMALL_ENDPOINTS, _SMALL_TABLES = 5, 3
_KEEPS = (
    "sqlalchemy",
    "sqlmodel",
    "advanced-alchemy",
    "pymongo",
    "motor",
    "beanie",
    "knex",
    "drizzle-orm",
    "@prisma/client",
    "typeorm",
    "sequelize",
    "mongoose",
    "mongodb",
    "kysely",
    "pg",
    "postgres",
    "mysql2",
    "better-sqlite3",
)


def unasked_tables(
    endpoints: int, tables: Sequence[Table], asked: Sequence[Query], deployment: Deployment
) -> Iterator[Unknown]:
    """At most one entry. A tenth of the tables asked for is as good as none: a health check and a sign-in are read first."""
    if endpoints < _SMALL_ENDPOINTS:
        return
    names = {query.table for query in asked}
    seen = sum(table.name in names for table in tables)
    large = endpoints >= _FEWEST_ENDPOINTS and len(tables) >= _FEWEST_TABLES
    if (large and seen * 10 <= len(tables)) or (len(tables) >= _SMALL_TABLES and not asked):
        reason = f"{len(tables)} tables are declared and {seen or 'none'} of them was seen to be asked for: how the routes reach the database was not followed"
        yield Unknown(tables[0].location.path, tables[0].location.start_line, reason)
        return
    declared = {name.lower() for name, _version in deployment.packages}
    keeps = next((package for package in _KEEPS if package in declared), None)
    if keeps is not None and not tables and not asked:
        path = (deployment.manifests or ("",))[0]
        yield Unknown(
            path, 0, f"{keeps} is among the packages, and no table and no query of it was understood"
        )
