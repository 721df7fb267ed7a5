"""A Next.js app among other packages of one repository."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.frameworks.next_app import DATABASE, PACKAGE, endpoint, understood

ROUTE = """
import { db, orders } from "@acme/db/client";
import { limit } from "#settings/lists";
export async function GET() { return Response.json(await db.select().from(orders).limit(limit)); }
"""
EXPORTS = {
    "a path": '{ "./client": "./src/client.ts" }',
    "a pattern": '{ "./*": "./src/*.ts" }',
    "conditions": '{ "./client": { "types": "./dist/client.d.ts", "default": "./dist/client.js" } }',
}


@pytest.mark.parametrize("exports", EXPORTS)
def test_packages_of_the_workspace_are_followed(tmp_path: Path, exports: str) -> None:
    own = PACKAGE.replace(
        '"name": "shop"', '"name": "@acme/web", "imports": { "#settings/*": "./settings/*.ts" }'
    )
    app = understood(
        tmp_path,
        {
            "package.json": '{ "name": "acme", "workspaces": ["apps/*", "packages/*"] }',
            "packages/db/package.json": f'{{ "name": "@acme/db", "exports": {EXPORTS[exports]} }}',
            "packages/db/src/client.ts": DATABASE,
            "apps/web/package.json": own,
            "apps/web/settings/lists.ts": "export const limit = 50;",
            "apps/web/src/app/api/orders/route.ts": ROUTE,
        },
    )
    (query,) = endpoint(app, "GET /api/orders").queries
    assert query.table == "orders"
    assert query.limit is not None and query.limit.value == 50
