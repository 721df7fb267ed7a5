"""Route files and pages/api of a Next.js app, and the middleware ahead of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadworthy.frameworks.build import build_app
from roadworthy.views.people.access import OWNER, ROLE, SIGNED_IN, Access
from roadworthy.views.requests.known_people import knows_people
from tests.frameworks.next_app import PACKAGE, endpoint, subjects, understood

READ = """
import { eq } from "drizzle-orm";
import { db, orders } from "@/db";
"""


def test_every_method_that_a_route_file_exports_is_an_endpoint(tmp_path: Path) -> None:
    app = understood(
        tmp_path,
        {
            "app/(shop)/api/orders/[id]/route.ts": "export async function GET() {} export const DELETE = async () => {};",
            "app/api/files/[...path]/route.ts": "export function POST() {}",
            "app/api/_private/route.ts": "export function GET() {}",
        },
    )
    assert subjects(app) == {"GET /api/orders/[id]", "DELETE /api/orders/[id]", "POST /api/files/[...path]"}


def test_a_handler_reads_body_query_path_and_headers(tmp_path: Path) -> None:
    route = """
    import { NextResponse } from "next/server";
    export async function POST(request, { params }) {
      const { id } = await params;
      const { note } = await request.json();
      const page = request.nextUrl.searchParams.get("page");
      const tab = new URL(request.url).searchParams.get("tab");
      return NextResponse.json({ id, note, page, tab, key: request.headers.get("X-Key") }, { status: 201 });
    }"""
    found = endpoint(understood(tmp_path, {"app/api/orders/[id]/route.ts": route}), "POST /api/orders/[id]")
    inputs = {(one.part, one.name) for one in found.inputs}
    assert {
        ("params", "id"),
        ("body", "note"),
        ("query", "page"),
        ("query", "tab"),
        ("headers", "x-key"),
    } <= inputs
    assert [answer.status for answer in found.answers] == [201]


def test_pages_api_has_an_endpoint_for_each_method_it_tells_apart(tmp_path: Path) -> None:
    handler = (
        READ
        + """
    export default async function handler(req, res) {
      switch (req.method) {
        case "GET":
          return res.json(await db.select().from(orders).where(eq(orders.id, req.query.id)));
        case "POST":
          await db.insert(orders).values({ note: req.body.note, userId: 1 });
          return res.status(201).end();
        default:
          return res.status(405).end();
      }
    }"""
    )
    app = understood(tmp_path, {"pages/api/orders/[id].ts": handler})
    assert subjects(app) == {"GET /api/orders/[id]", "POST /api/orders/[id]"}
    read, write = endpoint(app, "GET /api/orders/[id]"), endpoint(app, "POST /api/orders/[id]")
    assert [query.operation for query in read.queries] == ["select"]
    assert [query.operation for query in write.queries] == ["insert"]
    assert read.queries[0].filters[0].value.kind == "params"


MIDDLEWARE = """
import { NextResponse } from "next/server";
import { getToken } from "next-auth/jwt";
const open = ["/api/public", "/login"];
export async function middleware(request) {
  const { pathname } = request.nextUrl;
  if (open.some((path) => pathname.startsWith(path))) return NextResponse.next();
  const token = await getToken({ req: request });
  if (!token) return NextResponse.redirect(new URL("/login", request.url));
  if (pathname.startsWith("/api/admin") && token.role !== "admin") return NextResponse.json({}, { status: 403 });
  return NextResponse.next();
}
export const config = { matcher: ["/api/:path*", "/((?!_next/static).*)"] };
"""


@pytest.mark.parametrize(("place", "ran"), [("middleware.ts", 0), ("src/middleware.ts", 1)])
def test_middleware_is_loaded_only_beside_the_folder_of_the_routes(
    tmp_path: Path, place: str, ran: int
) -> None:
    files = {
        "package.json": PACKAGE,
        "src/app/api/orders/route.ts": "export async function GET() {}",
        place: MIDDLEWARE,
    }
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    assert len(endpoint(build_app(tmp_path), "GET /api/orders").middleware) == ran


@pytest.mark.parametrize(
    ("path", "guards"),
    [
        ("/api/public/plans", set()),
        ("/api/orders", {SIGNED_IN}),
        ("/api/admin/orders", {SIGNED_IN, ROLE}),
    ],
)
def test_middleware_guards_the_paths_it_says(tmp_path: Path, path: str, guards: set[str]) -> None:
    route = f"app{path}/route.ts"
    app = understood(tmp_path, {"middleware.ts": MIDDLEWARE, route: "export async function GET() {}"})
    found = endpoint(app, f"GET {path}")
    assert Access(found).guards(found.facts) == guards
    assert [one.name for one in found.middleware] == ["middleware"]


def test_a_matcher_leaves_other_paths_alone(tmp_path: Path) -> None:
    middleware = MIDDLEWARE.replace('["/api/:path*", "/((?!_next/static).*)"]', '["/admin/:path*"]')
    app = understood(
        tmp_path, {"middleware.ts": middleware, "app/api/orders/route.ts": "export function GET() {}"}
    )
    assert endpoint(app, "GET /api/orders").middleware == ()


SESSIONS = {
    "next-auth v4": 'import { getServerSession } from "next-auth"; const who = async () => (await getServerSession())?.user;',
    "auth.js v5": 'import NextAuth from "next-auth"; const { auth } = NextAuth({}); const who = async () => (await auth())?.user;',
    "clerk": 'import { currentUser } from "@clerk/nextjs/server"; const who = async () => currentUser();',
    "better-auth": 'import { betterAuth } from "better-auth"; const auth = betterAuth({});'
    " const who = async () => (await auth.api.getSession({}))?.user;",
    "iron-session": 'import { getIronSession } from "iron-session"; import { cookies } from "next/headers";'
    " const who = async () => (await getIronSession(await cookies(), {})).user;",
    "jose": 'import { jwtVerify } from "jose"; import { cookies } from "next/headers";'
    ' const who = async () => (await jwtVerify((await cookies()).get("session")?.value, key)).payload;',
}


@pytest.mark.parametrize("library", SESSIONS)
def test_the_auth_libraries_tell_who_is_signed_in(tmp_path: Path, library: str) -> None:
    route = f"""{READ} {SESSIONS[library]}
    export async function GET() {{
      const user = await who();
      if (!user) return Response.json({{}}, {{ status: 401 }});
      return Response.json(await db.select().from(orders).where(eq(orders.userId, user.id)));
    }}"""
    found = endpoint(understood(tmp_path, {"app/api/orders/route.ts": route}), "GET /api/orders")
    assert Access(found).anywhere() == {SIGNED_IN}
    assert OWNER in Access(found).at_query(found.queries[0])


def test_a_cookie_alone_is_no_sign_in(tmp_path: Path) -> None:
    route = """
    import { cookies } from "next/headers";
    export async function GET() {
      if (!(await cookies()).get("session")) return Response.json({}, { status: 401 });
      return Response.json({ ok: true });
    }"""
    found = endpoint(understood(tmp_path, {"app/api/me/route.ts": route}), "GET /api/me")
    assert Access(found).anywhere() == set()


def test_clerks_middleware_protects_the_routes_it_matches(tmp_path: Path) -> None:
    middleware = """
    import { clerkMiddleware, createRouteMatcher } from "@clerk/nextjs/server";
    const isPrivate = createRouteMatcher(["/dashboard(.*)"]);
    export default clerkMiddleware(async (auth, request) => { if (isPrivate(request)) await auth.protect(); });
    """
    files = {f"app/{name}/route.ts": "export function GET() {}" for name in ("dashboard/orders", "plans")}
    app = understood(tmp_path, {"middleware.ts": middleware, **files})
    private, public = endpoint(app, "GET /dashboard/orders"), endpoint(app, "GET /plans")
    assert Access(private).guards(private.facts) == {SIGNED_IN}
    assert public.facts == ()


def test_authjs_signs_in_behind_its_catch_all(tmp_path: Path) -> None:
    auth = (
        READ
        + """
    import NextAuth from "next-auth";
    import Credentials from "next-auth/providers/credentials";
    import bcrypt from "bcryptjs";
    import { users } from "@/db";
    export const { handlers, auth } = NextAuth({ providers: [Credentials({
      async authorize({ email, password }) {
        const [user] = await db.select().from(users).where(eq(users.email, email));
        return user && (await bcrypt.compare(password, user.password)) ? user : null;
      } })] });
    """
    )
    route = 'import { handlers } from "@/auth"; export const { GET, POST } = handlers;'
    app = understood(tmp_path, {"auth.ts": auth, "app/api/auth/[...nextauth]/route.ts": route})
    assert subjects(app) == {"GET /api/auth/[...nextauth]", "POST /api/auth/[...nextauth]"}
    assert [query.table for query in endpoint(app, "POST /api/auth/[...nextauth]").queries] == ["users"]


def test_a_pattern_of_the_app_cannot_hang_the_audit(tmp_path: Path) -> None:
    middleware = MIDDLEWARE.replace(
        '["/api/:path*", "/((?!_next/static).*)"]', '["/((a+)+)+x", "/(.*)*(.*)*(.*)*(.*)*y"]'
    )
    path = "a" * 100
    app = understood(
        tmp_path, {"middleware.ts": middleware, f"app/{path}/route.ts": "export function GET() {}"}
    )
    assert subjects(app) == {f"GET /{path}"}


def test_an_app_knows_people_also_where_it_refuses_them_in_words_alone(tmp_path: Path) -> None:
    route = (
        READ
        + """
    import { getServerSession } from "next-auth";
    export async function GET() {
      const session = await getServerSession();
      if (!session) return Response.json({ success: false });
      return Response.json(await db.select().from(orders).where(eq(orders.userId, session.user.id)).limit(20));
    }"""
    )
    assert knows_people(understood(tmp_path, {"app/api/orders/route.ts": route}))


WRAPPED = """
import { eq } from "drizzle-orm";
import { NextResponse } from "next/server";
import { db, orders } from "@/db";
import { getServerSession } from "next-auth";

const kindOf = (request) => {
  const { pathname } = new URL(request.url);
  if (/^\\/api\\/open\\//.test(pathname)) return { kind: "open", counted: false };
  return { kind: "closed", counted: true };
};

const doorkeeper = (handler) => async (request, props) => {
  let kind;
  let counted;
  try {
    ({ kind, counted } = kindOf(request));
  } catch {
    return NextResponse.json({}, { status: 500 });
  }
  const session = kind === "open" ? null : await getServerSession();
  if (!session && kind !== "open") return NextResponse.json({}, { status: 401 });
  return handler(request, props, session);
};

export const DELETE = doorkeeper(async (request, { params }) => {
  const { id } = await params;
  await db.delete(orders).where(eq(orders.id, id));
  return NextResponse.json({});
});
"""


@pytest.mark.parametrize(
    ("path", "guards"), [("/api/open/orders/[id]", set()), ("/api/orders/[id]", {SIGNED_IN})]
)
def test_a_wrapper_asks_what_the_path_needs(tmp_path: Path, path: str, guards: set[str]) -> None:
    """The kind of a route is told by patterns of its path and assigned to names that were there before."""
    found = endpoint(understood(tmp_path, {f"app{path}/route.ts": WRAPPED}), f"DELETE {path}")
    (query,) = found.queries
    assert Access(found).at_query(query) == guards


REFUSING = """
import { eq } from "drizzle-orm";
import { NextResponse } from "next/server";
import { db, orders } from "@/db";
import { getServerSession } from "next-auth";

async function accessTo(id) {
  const session = await getServerSession();
  if (!session) return NextResponse.json({}, { status: 401 });
  const [order] = await db.select().from(orders).where(eq(orders.id, id));
  if (order.userId !== session.user.id) return NextResponse.json({}, { status: 403 });
  return { order };
}

export async function DELETE(request, { params }) {
  const { id } = await params;
  const access = await accessTo(id);
  if (access instanceof Response) return access;
  await db.delete(orders).where(eq(orders.id, id));
  return NextResponse.json({});
}
"""


def test_what_is_no_refusal_has_passed_them_all(tmp_path: Path) -> None:
    found = endpoint(
        understood(tmp_path, {"app/api/orders/[id]/route.ts": REFUSING}), "DELETE /api/orders/[id]"
    )
    (deleted,) = [query for query in found.queries if query.operation == "delete"]
    assert Access(found).at_query(deleted) >= {SIGNED_IN, OWNER}
