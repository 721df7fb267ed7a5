"""Pages, layouts and boundaries of a Next.js app, in both routers."""

from __future__ import annotations

from pathlib import Path

from roadworthy.views.data.public_reads import public_reads
from roadworthy.views.pages.served import served_pages
from roadworthy.views.people.access import ROLE, SIGNED_IN, Access
from tests.frameworks.next_app import component, understood

PAGE = "export default function Page() { return <h1>Here</h1>; }"
ORDERS = """
import { eq } from "drizzle-orm";
import { db, orders } from "@/db";
export default async function OrderPage({ params }) {
  const [order] = await db.select().from(orders).where(eq(orders.id, (await params).id));
  return <p>{order.note}</p>;
}
"""
REQUIRE = """
import { redirect } from "next/navigation";
import { getServerSession } from "next-auth";
export async function requireRole(role) {
  const session = await getServerSession();
  if (!session) redirect("/login");
  if (role && session.user.role !== role) redirect("/");
  return session.user;
}
"""


def test_groups_are_no_part_of_a_route_and_slots_are_no_pages(tmp_path: Path) -> None:
    files = ("app/page.tsx", "app/(shop)/products/[id]/page.tsx", "app/docs/[[...slug]]/page.tsx")
    inner = ("app/@modal/login/page.tsx", "app/feed/(..)photo/page.tsx")
    app = understood(tmp_path, dict.fromkeys((*files, *inner), PAGE))
    assert {page.route for page in app.pages} == {"/", "/products/[id]", "/docs/[[...slug]]"}


def test_a_page_asks_the_database_on_the_server(tmp_path: Path) -> None:
    app = understood(tmp_path, {"app/orders/[id]/page.tsx": ORDERS})
    page = component(app, "OrderPage")
    assert page.side == "server"
    assert [query.filters[0].value.kind for query in page.queries] == ["params"]
    (served,) = served_pages(app)
    assert served.subject == "GET /orders/[id]"
    assert {
        leaf.table for answer in served.answers for leaf in answer.body.leaves() if leaf.kind == "row"
    } == {"orders"}


def test_a_layout_guards_the_pages_below_it(tmp_path: Path) -> None:
    layout = """
    import { requireRole } from "@/guard";
    export default async function AdminLayout({ children }) { await requireRole("admin"); return <div>{children}</div>; }
    """
    app = understood(
        tmp_path,
        {
            "guard.ts": REQUIRE,
            "app/admin/layout.tsx": layout,
            "app/admin/orders/[id]/page.tsx": ORDERS,
            "app/[id]/page.tsx": ORDERS,
        },
    )
    guards = {page.path: Access(page).guards(page.facts) for page in served_pages(app)}
    assert guards == {"/admin/orders/[id]": {SIGNED_IN, ROLE}, "/[id]": set()}


def test_what_runs_where_is_told_by_the_directives(tmp_path: Path) -> None:
    app = understood(
        tmp_path,
        {
            "app/page.tsx": 'import { Chart } from "@/chart"; import { List } from "@/list";'
            " export default function Home() { return <><Chart /><List /></>; }",
            "chart.tsx": '"use client"; import { Axis } from "./axis"; export function Chart() { return <Axis />; }',
            "axis.tsx": "export function Axis() { return <i />; }",
            "list.tsx": "export function List() { return <ul />; }",
        },
    )
    sides = {one.name: one.side for one in app.components if one.name in ("Home", "Chart", "Axis", "List")}
    assert sides == {"Home": "server", "Chart": "client", "Axis": "client", "List": "server"}


def test_each_page_knows_the_file_that_catches_its_errors(tmp_path: Path) -> None:
    error = '"use client"; export default function Failed({ reset }) { return <button onClick={reset}>Again</button>; }'
    app = understood(
        tmp_path,
        {
            "app/page.tsx": PAGE,
            "app/shop/page.tsx": PAGE,
            "app/shop/cart/page.tsx": PAGE,
            "app/shop/error.tsx": error,
        },
    )
    assert {page.route: page.caught for page in app.pages} == {
        "/": "",
        "/shop": "app/shop/error.tsx",
        "/shop/cart": "app/shop/error.tsx",
    }
    assert component(app, "Failed").boundary


def test_a_global_error_file_catches_everything_else(tmp_path: Path) -> None:
    error = '"use client"; export default function Failed() { return <html><body>Sorry</body></html>; }'
    app = understood(tmp_path, {"app/page.tsx": PAGE, "app/global-error.tsx": error})
    assert app.pages[0].caught == "app/global-error.tsx"


def test_the_pages_router_loads_on_the_server_and_shows_in_the_page(tmp_path: Path) -> None:
    page = """
    import { eq } from "drizzle-orm";
    import { db, orders } from "@/db";
    export async function getServerSideProps({ params }) {
      return { props: { rows: await db.select().from(orders).where(eq(orders.id, params.id)) } };
    }
    export default function OrderPage({ rows }) { return <p>{rows.length}</p>; }
    """
    app = understood(
        tmp_path, {"pages/orders/[id].tsx": page, "pages/index.tsx": PAGE, "pages/_app.tsx": PAGE}
    )
    assert {one.route for one in app.pages} == {"/", "/orders/[id]"}
    assert component(app, "OrderPage").side == "client"
    assert [query.table for query in component(app, "getServerSideProps").queries] == ["orders"]
    assert [one.subject for one in served_pages(app)] == ["GET /orders/[id]"]


def test_what_a_library_puts_around_the_app_leaves_it_the_root(tmp_path: Path) -> None:
    wrapped = """
    import { createTRPCNext } from "@trpc/next";
    const trpc = createTRPCNext({ config() { return { links: [] }; } });
    function Shop({ Component, pageProps }) { return <Component {...pageProps} />; }
    export default trpc.withTRPC(Shop);
    """
    app = understood(tmp_path, {"pages/index.tsx": PAGE, "pages/_app.tsx": wrapped})
    assert component(app, "Shop").root is not None


PLANS = """
import { db, plans } from "@/db";
export default async function Plans() { const rows = await db.select().from(plans); return <p>{rows.length}</p>; }
"""


def test_a_public_page_that_may_be_kept_is_no_public_read(tmp_path: Path) -> None:
    assert public_reads(understood(tmp_path, {"app/page.tsx": PLANS})) == ()


def test_a_public_page_that_reads_cookies_is_made_anew_for_everybody(tmp_path: Path) -> None:
    page = 'import { cookies } from "next/headers";' + PLANS.replace(
        "const rows", "const jar = await cookies(); const rows"
    )
    (read,) = public_reads(understood(tmp_path, {"app/page.tsx": page}))
    assert read.endpoint.subject == "GET /"
    assert "cookies()" in read.why
