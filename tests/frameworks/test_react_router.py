"""React Router's framework mode, and Remix: route modules at their addresses, loaders and actions."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadworthy.app import App
from roadworthy.views.pages.bundle import weights
from roadworthy.views.people.access import ROLE, SIGNED_IN, Access
from tests.frameworks.node_app import endpoint, shown, understood

DB = """
import Database from "better-sqlite3";
import { drizzle } from "drizzle-orm/better-sqlite3";
import { eq, sql } from "drizzle-orm";
import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
export const users = sqliteTable("users", { id: integer("id").primaryKey(), role: text("role"), email: text("email") });
export const sessions = sqliteTable("sessions", { id: text("id").primaryKey(), userId: integer("user_id") });
export const tasks = sqliteTable("tasks", { id: integer("id").primaryKey(), userId: integer("user_id"), title: text("title") });
export const db = drizzle(new Database("app.db"));
export const byOwner = db.select().from(tasks).where(eq(tasks.userId, sql.placeholder("owner"))).limit(50).prepare();
"""
AUTH = """
import { redirect } from "react-router";
import { and, eq } from "drizzle-orm";
import { db, sessions, users } from "./db";
export async function requireUser(request) {
  const id = request.headers.get("cookie")?.match(/sid=([^;]+)/)?.[1];
  if (!id) throw redirect("/login");
  const session = await db.select().from(sessions).where(eq(sessions.id, id)).get();
  if (!session) throw redirect("/login");
  const user = await db.select().from(users).where(eq(users.id, session.userId)).get();
  if (!user) throw redirect("/login");
  return user;
}
export async function requireAdmin(request) {
  const user = await requireUser(request);
  if (user.role !== "admin") throw redirect("/");
  return user;
}
"""
TASKS = """
import { data, useLoaderData } from "react-router";
import { and, eq } from "drizzle-orm";
import { byOwner, db, tasks } from "../db";
import { requireUser } from "../auth";
export async function loader({ request }) {
  const user = await requireUser(request);
  return { tasks: await byOwner.execute({ owner: user.id }) };
}
export async function action({ request, params }) {
  const user = await requireUser(request);
  const form = await request.formData();
  const title = form.get("title");
  if (form.get("intent") === "delete") return { asked: true };
  if (!title) return data({ error: "A title is needed" }, { status: 400 });
  await db.update(tasks).set({ title }).where(and(eq(tasks.id, params.id), eq(tasks.userId, user.id)));
  return { ok: true };
}
export default function Tasks() { const { tasks } = useLoaderData(); return <ul>{tasks.map((t) => <li key={t.id}>{t.title}</li>)}</ul>; }
"""
PEOPLE = """
import { db, users } from "../db";
export async function loader() { return { people: await db.select({ id: users.id }).from(users).limit(20) }; }
"""
SHELL = """
import { Outlet } from "react-router";
import { requireAdmin } from "../auth";
export async function loader({ request }) { await requireAdmin(request); return null; }
export default function Shell() { return <Outlet />; }
"""
APP = {"app/db.ts": DB, "app/auth.ts": AUTH}


def _configured(folder: Path) -> App:
    routes = """
import { index, layout, prefix, route } from "@react-router/dev/routes";
export default [
  ...prefix("desk", [route("tasks/:id", "routes/tasks.tsx")]),
  layout("routes/shell.tsx", [route("people", "routes/people.ts")]),
];
"""
    return understood(folder, {
        **APP, "package.json": '{"dependencies": {"react-router": "7"}, "devDependencies": {"@react-router/dev": "7"}}',
        "app/routes.ts": routes, "app/routes/tasks.tsx": TASKS, "app/routes/people.ts": PEOPLE, "app/routes/shell.tsx": SHELL,
    })  # fmt: skip


def test_loaders_and_actions_are_endpoints_of_their_route(tmp_path: Path) -> None:
    app = _configured(tmp_path)
    subjects = {one.subject for one in app.endpoints}
    assert {"GET /desk/tasks/:id", "POST /desk/tasks/:id", "GET /people"} <= subjects
    assert "/desk/tasks/:id" in [page.route for page in app.pages]
    change = endpoint(app, "POST /desk/tasks/:id")
    assert shown(change.queries[-1]) == "update tasks id=params.id user_id=users.id title:body.title"
    assert SIGNED_IN in Access(change).at_query(change.queries[-1])
    assert [answer.status for answer in change.answers if not answer.handling].count(400) == 1
    listed = endpoint(app, "GET /desk/tasks/:id")
    assert shown(listed.queries[-1]) == "select tasks user_id=users.id"


def test_the_loader_of_a_layout_stands_before_those_within(tmp_path: Path) -> None:
    people = endpoint(_configured(tmp_path), "GET /people")
    assert ROLE in Access(people).anywhere()
    # What the layout asks is its own.
    assert [query.table for query in people.queries] == ["users"]


ADAPTED = """
import { remixRoutesOptionAdapter } from "@remix-run/routes-option-adapter";
import { flatRoutes } from "remix-flat-routes";
export default remixRoutesOptionAdapter((defineRoutes) => flatRoutes("routes", defineRoutes));
"""


@pytest.mark.parametrize("configured", [{}, {"app/routes.ts": ADAPTED}])
def test_files_are_routes_by_their_names(tmp_path: Path, configured: dict[str, str]) -> None:
    app = understood(tmp_path, configured | {
        **APP, "package.json": '{"dependencies": {"@remix-run/react": "2", "@remix-run/node": "2"}}',
        "app/routes/_shell.desk_.tasks.$id.tsx": TASKS, "app/routes/people/route.ts": PEOPLE, "app/routes/_shell.tsx": SHELL,
    })  # fmt: skip
    assert {one.subject for one in app.endpoints} >= {
        "GET /desk/tasks/:id",
        "POST /desk/tasks/:id",
        "GET /people",
    }


def test_its_routes_are_built_apart(tmp_path: Path) -> None:
    names = [f"page{number}" for number in range(12)]
    listed = ", ".join(f'route("{name}", "routes/{name}.tsx")' for name in names)
    app = understood(tmp_path, {
        "package.json": '{"dependencies": {"react-router": "7"}, "devDependencies": {"@react-router/dev": "7"}}',
        "app/routes.ts": f'import {{ route }} from "@react-router/dev/routes";\nexport default [{listed}];\n',
        **{f"app/routes/{name}.tsx": 'import { Link } from "react-router";\nexport default function Page() { return <Link to="/">Home</Link>; }\n'
           for name in names},
    })  # fmt: skip
    assert len(app.pages) == len(names)
    assert not weights(app)
