"""Small Next.js apps, written to a folder and understood."""

from __future__ import annotations

from pathlib import Path

from roadworthy.app import App, Component, Endpoint
from roadworthy.frameworks.build import build_app

PACKAGE = '{ "name": "shop", "dependencies": { "next": "15.5.0", "react": "19.1.0" } }'
TSCONFIG = '{ "compilerOptions": { "paths": { "@/*": ["./*"] } } }'
DATABASE = """
import { drizzle } from "drizzle-orm/node-postgres";
import { pgTable, serial, integer, text, boolean } from "drizzle-orm/pg-core";
export const users = pgTable("users", { id: serial("id").primaryKey(), email: text("email").notNull().unique(),
  password: text("password").notNull(), role: text("role").notNull() });
export const orders = pgTable("orders", { id: serial("id").primaryKey(), note: text("note"),
  userId: integer("user_id").notNull().references(() => users.id) });
export const plans = pgTable("plans", { id: serial("id").primaryKey(), name: text("name").notNull() });
export const db = drizzle(process.env.DATABASE_URL!);
"""
LAYOUT = "export default function Layout({ children }) { return <html><body>{children}</body></html>; }"


def understood(folder: Path, files: dict[str, str]) -> App:
    """The App of a Next.js project with these files beside a database, `@/db`."""
    basics = {"package.json": PACKAGE, "tsconfig.json": TSCONFIG, "db.ts": DATABASE, "app/layout.tsx": LAYOUT}
    for path, text in {**basics, **files}.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return build_app(folder)


def endpoint(app: App, subject: str) -> Endpoint:
    """The endpoint of a subject; those that there are, when it is missing."""
    found = app.endpoint(subject)
    assert found is not None, [one.subject for one in app.endpoints]
    return found


def component(app: App, name: str) -> Component:
    """A component by its name."""
    found = next((one for one in app.components if one.name == name), None)
    assert found is not None, [one.name for one in app.components]
    return found


def subjects(app: App) -> set[str]:
    """All endpoints."""
    return {one.subject for one in app.endpoints}
