"""A small shop, and the audit of it after repairs, written by hand: what every report test reads."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from pathlib import Path

from roadworthy.app import (
    App,
    Column,
    Endpoint,
    Filter,
    Location,
    Middleware,
    Origin,
    Page,
    Query,
    ServiceCall,
    Table,
    Unknown,
    Write,
)
from roadworthy.app.deployment import Deployment
from roadworthy.audit import Audit, AuditedGap, CheckedVerdict, FixRecord, PatternFault
from roadworthy.catalogue import Effort, Gap, Severity
from roadworthy.languages.form import Comment, Module
from roadworthy.proof import Measurement, Picture, Reproduction, Step
from roadworthy.report.certificate import Certificate, CertificateNumber
from roadworthy.report.record import RunInfo
from roadworthy.source import Repository, SourceFile

ROUTES = """import { Router } from "express";
import { eq } from "drizzle-orm";
import { db } from "./db";
import { orders } from "../shared/schema";
import { requireUser } from "./auth";

export const routes = Router();

routes.get("/api/orders/:id", requireUser, async (req, res) => {
\tconst [order] = await db.select().from(orders).where(eq(orders.id, Number(req.params.id)));
\tif (!order) return res.status(404).json({ message: "No such order" });
\tres.json(order);
});

routes.post("/api/orders", requireUser, async (req, res) => {
\tconst [order] = await db.insert(orders).values({ ...req.body, userId: req.user.id }).returning();
\tres.status(201).json(order);
});

routes.get("/api/products", async (_req, res) => {
\tconst products = await db.select().from(productsTable);
\tres.json(products);
});
"""

DIFF = """diff --git a/server/routes.ts b/server/routes.ts
--- a/server/routes.ts
+++ b/server/routes.ts
@@ -9,5 +9,6 @@ export const routes = Router();
 routes.get("/api/orders/:id", requireUser, async (req, res) => {
-\tconst [order] = await db.select().from(orders).where(eq(orders.id, Number(req.params.id)));
+\tconst mine = and(eq(orders.id, Number(req.params.id)), eq(orders.userId, req.user.id));
+\tconst [order] = await db.select().from(orders).where(mine);
 \tif (!order) return res.status(404).json({ message: "No such order" });
"""

RUN = RunInfo(
    "harden",
    "2026-11-25T19:40:00Z",
    "2026-11-25T19:52:31Z",
    "4f1c9be07ad2236c8d0f4f0f3dd9a1f0c2be8a11",
    "0.1.0",
)

CERTIFICATE = Certificate(
    (
        CertificateNumber("Load", "Requests served", "requests/s", 41, 388),
        CertificateNumber("Load", "95 of 100 answered within", "ms", 2140, 118, higher_is_better=False),
        CertificateNumber("Load", "Failed requests", "%", 6.2, 0, higher_is_better=False),
        CertificateNumber("Lighthouse", "Performance", "of 100", 54, 96),
        CertificateNumber("Lighthouse", "Accessibility", "of 100", 81, 98),
        CertificateNumber("Lighthouse", "Best practices", "of 100", 92, 100),
        CertificateNumber("Lighthouse", "SEO", "of 100", 83, 83),
    ),
    (
        "50 users for 60 seconds on this machine, 100,000 products, the same journey before and after.",
        "Lighthouse on a phone profile with slow 4G; the middle of three runs.",
    ),
    "roadworthy/repairs",
    ("docs/architecture.md", "docs/runbooks/database-down.md"),
)


def picture(path: Path, width: int = 360, height: int = 220) -> Path:
    """A PNG with a soft gradient, made without an image library."""
    rows = b"".join(
        b"\0" + b"".join(bytes((210 - y // 4, 220 - x // 8, 235)) for x in range(width))
        for y in range(height)
    )

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    content = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + content)
    return path


def module(path: str, lines: int, comments: Sequence[Comment] = ()) -> Module:
    """A module of which only the outside matters."""
    return Module(path, "typescript", (), lines, comments=tuple(comments))


def found(
    identifier: str,
    pattern: str,
    subject: str,
    message: str,
    *,
    impact: str = "Customers are hurt.",
    state: str = "suspected",
    severity: Severity = Severity.HIGH,
    effort: Effort = Effort.S,
    priority: float = 100.0,
    locations: Sequence[Location] = (),
    evidence: Sequence[str] = (),
    cwe: str = "",
    reproduction: Reproduction | None = None,
    before: Reproduction | None = None,
    fix: FixRecord | None = None,
) -> AuditedGap:
    """A gap with everything but the words defaulted."""
    return AuditedGap(
        identifier,
        pattern,
        subject,
        state,
        severity,
        effort,
        impact,
        priority,
        message,
        cwe,
        tuple(locations),
        tuple(evidence),
        Gap(subject, message, impact, tuple(locations)),
        reproduction,
        fix,
        before,
    )


def app(folder: Path, *, name: str = "corner-shop", unknown: tuple[Unknown, ...] = ()) -> App:
    """The shop, its routes on disk in `folder`."""
    (folder / "server").mkdir(parents=True, exist_ok=True)
    (folder / "server/routes.ts").write_text(ROUTES)
    here = Location("server/routes.ts", 9, 13, 220, 480)
    schema = Location("shared/schema.ts", 12, 20)
    guard = Middleware("requireUser", "", here)
    read = Query(0, "select", "orders", here, filters=(Filter("id", "=", Origin("params", ("id",))),))
    write = Query(0, "insert", "orders", here, writes=(Write("email", Origin("body", ("email",))),))
    return App(
        Repository(folder.resolve(), (SourceFile("server/routes.ts", "typescript", len(ROUTES)),)),
        modules={
            "server/routes.ts": module("server/routes.ts", 23),
            "shared/schema.ts": module("shared/schema.ts", 60),
        },
        endpoints=(
            Endpoint(
                "GET", "/api/orders/:id", "http", "express", here, here, here, "", (guard,), queries=(read,)
            ),
            Endpoint(
                "POST", "/api/orders", "http", "express", here, here, here, "", (guard,), queries=(write,)
            ),
            Endpoint("GET", "/api/products", "http", "express", here, here, here),
        ),
        pages=(Page("/", "Home", "client/src/pages/home.tsx", whole("client/src/pages/home.tsx")),),
        tables=(
            Table(
                "orders",
                "orders",
                schema,
                (
                    Column("id", "id", "integer", schema, primary=True),
                    Column("user_id", "userId", "integer", schema),
                    Column("email", "email", "text", schema),
                    Column("total", "total", "numeric(10,2)", schema),
                ),
            ),
        ),
        loose_services=(ServiceCall("stripe", "paymentIntents.create", "stripe", here),),
        deployment=Deployment(name=name),
        unknown=unknown,
        stacks=("express", "drizzle", "react"),
    )


def whole(path: str) -> Location:
    """A file as a whole."""
    return Location(path, 1, 1)


def access_experiment(observed_state: str, observed: str, shows: str) -> Reproduction:
    """Bob asks for Alice's order."""
    return Reproduction(
        observed_state,
        "Bob is refused an order that Alice placed.",
        observed,
        (
            Step(
                "arrange",
                "Alice places an order.",
                "curl -s -X POST -H \"$ALICE\" -H 'Content-Type: application/json' "
                '-d \'{"items": [{"productId": 3, "quantity": 1}]}\' "$BASE/api/orders"',
                '201 {"id":17,"userId":1,"total":"4.20"}',
            ),
            Step("act", "Bob asks for Alice's order.", 'curl -s -H "$BOB" "$BASE/api/orders/17"', shows),
            Step(
                "observe",
                "Whose order is it?",
                "SELECT user_id FROM orders WHERE id = 17",
                '[{"user_id": 1}]',
            ),
        ),
        seconds=0.41,
    )


def list_experiment(state: str, observed: str, slope: float) -> Reproduction:
    """The product list at growing numbers of rows."""
    rows = (10, 1000, 10000, 50000, 100000)
    return Reproduction(
        state,
        "The answer keeps its size while the table grows.",
        observed,
        (
            Step(
                "act",
                "Ask for the products at 10, 1,000 and 100,000 rows.",
                'curl -s "$BASE/api/products"',
                "200 […]",
            ),
        ),
        (
            Measurement(
                "Answer time", 18 + slope * 100000, "ms", tuple((float(n), 18 + slope * n) for n in rows)
            ),
            Measurement("Answer size", 2_400 + slope * 1e9, "bytes"),
        ),
        seconds=12.8,
    )


def sample_audit(folder: Path) -> Audit:
    """The shop after a whole cycle: one gap in every state."""
    routes = "server/routes.ts"
    folder.mkdir(parents=True, exist_ok=True)
    shot = Picture(
        str(picture(folder / "blank.png")),
        "The basket after the answer was cut off: nothing but the background.",
        (folder / "blank.png").read_bytes(),
    )
    gaps = (
        found(
            "a1b2c3d4",
            "malicious-input/broken-access",
            "GET /api/orders/:id",
            "Any signed-in user can read every order",
            impact="Names, addresses and what they bought of all customers leak to anyone with an account: a data breach.",
            state="fixed",
            severity=Severity.CRITICAL,
            priority=380,
            locations=[Location(routes, 9, 13, 220, 480)],
            evidence=[
                "The handler looks the order up by the id in the address alone.",
                "`requireUser` makes sure that somebody is signed in, not that the order is theirs.",
                "The table has an owner, `user_id`, that no condition names.",
            ],
            cwe="CWE-639",
            reproduction=access_experiment(
                "cleared", "Bob got 404 and no order.", '404 {"message":"No such order"}'
            ),
            before=access_experiment(
                "proven", "Bob got Alice's order.", '200 {"id":17,"userId":1,"total":"4.20"}'
            ),
            fix=FixRecord(
                "fixed",
                "Ask for the order of the signed-in user only",
                "read",
                "",
                "9d0f4f0f3dd9a1f0c2be8a114f1c9be07ad2236c",
                (routes,),
                DIFF,
            ),
        ),
        found(
            "b2c3d4e5",
            "malicious-input/unvalidated-input",
            "POST /api/orders",
            "A customer can set the price of their own order",
            impact="Anyone can buy anything for a cent; the shop loses money on each such order.",
            state="proven",
            severity=Severity.CRITICAL,
            priority=380,
            effort=Effort.M,
            locations=[Location(routes, 16, 16, 520, 600), Location(routes, 15, 18, 500, 700)],
            evidence=["The whole body is spread into the row.", "`total` is a column of that row."],
            cwe="CWE-915",
            reproduction=Reproduction(
                "proven",
                "The total that the client sends is ignored.",
                "An order over 0.01 was stored.",
                (
                    Step(
                        "act",
                        "Order a cheese for a cent.",
                        'curl -s -X POST -H "$ALICE" -d \'{"total": "0.01"}\' "$BASE/api/orders"',
                        '201 {"id":18,"total":"0.01"}',
                    ),
                ),
                seconds=0.2,
            ),
            fix=FixRecord(
                "brief",
                "Compute the total on the server",
                task="Compute the total of an order from the prices in the table, and name the columns that a customer may set.",
                acceptance=("The reproduction is cleared.", "The order page shows the computed total."),
                reason="which prices apply (sale, membership) is decided in no one place",
            ),
        ),
        found(
            "c3d4e5f6",
            "data-volume/unbounded-list",
            "GET /api/products",
            "The product list is sent whole, however long it grows",
            impact="With 100,000 products the first page takes seconds, and the server runs out of memory when a few people ask at once.",
            state="fixed",
            priority=240,
            locations=[Location(routes, 20, 23, 700, 900)],
            evidence=["No limit on the query, none on the way to the answer."],
            reproduction=list_experiment("cleared", "20 products, 21 ms, at every size.", 0.00003),
            before=list_experiment("proven", "31 MB and 1.9 s at 100,000 products.", 0.019),
            fix=FixRecord("fixed", "Page the product list", "think", commit="77aa" * 10, diff=DIFF),
        ),
        found(
            "d4e5f607",
            "error-recovery/no-error-boundary",
            "Basket",
            "One bad answer blanks the basket page",
            impact="A customer about to pay sees an empty page and leaves.",
            state="fix-failed",
            severity=Severity.MEDIUM,
            priority=120,
            locations=[Location("client/src/pages/basket.tsx", 31, 40)],
            reproduction=Reproduction(
                "proven",
                "The page says what went wrong and stays usable.",
                "The page was blank.",
                (Step("act", "Open the basket while its answer is cut off."),),
                pictures=(shot,),
                seconds=3.2,
            ),
            fix=FixRecord(
                "fix-failed",
                "Put a boundary around the page",
                reason="the app's own test 'basket renders' failed after it",
            ),
        ),
        found(
            "e5f60718",
            "concurrency/lost-update",
            "POST /api/orders",
            "Two buyers at once can both get the last item",
            impact="The shop sells what it does not have and must cancel orders.",
            state="untestable",
            priority=115,
            locations=[Location(routes, 15, 18, 500, 700)],
            evidence=["Stock is read, compared and written back in three queries outside a transaction."],
            reproduction=Reproduction(
                "untestable", "Stock never goes below zero.", "no product could be stocked through the app"
            ),
        ),
        found(
            "f6071829",
            "uptime/fragile-dependency",
            "api.resend.com",
            "A mail server that hangs keeps every order waiting",
            severity=Severity.MEDIUM,
            priority=110,
            locations=[Location("server/mail.ts", 8, 8)],
            evidence=["`fetch` is called without a signal."],
        ),
        found(
            "07182930",
            "operations/no-runbooks",
            "the app",
            "There is no runbook",
            severity=Severity.LOW,
            effort=Effort.L,
            priority=4,
            state="accepted",
            evidence=["accepted until 2027-01-31 in server/index.ts:1: written with the new team"],
        ),
        found(
            "18293041",
            "browsers/unguarded-api",
            "ShareButton",
            "The share button fails where sharing is refused",
            state="cleared",
            severity=Severity.LOW,
            priority=104,
            locations=[Location("client/src/components/share.tsx", 5, 5)],
            reproduction=Reproduction(
                "cleared", "The button still does something.", "It copied the address instead."
            ),
        ),
    )
    rows = [CheckedVerdict(gap.subject, gap.pattern, "gap", gap.message) for gap in gaps]
    rows += [
        CheckedVerdict(
            "GET /api/products",
            "malicious-input/broken-access",
            "not-applicable",
            "Products belong to nobody.",
        ),
        CheckedVerdict(
            "POST /api/orders",
            "malicious-input/broken-access",
            "clear",
            "The owner is taken from the session.",
        ),
        CheckedVerdict(
            "GET /api/orders/:id", "data-volume/unbounded-list", "clear", "At most one row is read."
        ),
        CheckedVerdict("table orders", "data-volume/missing-index", "clear", "Every filter has an index."),
        CheckedVerdict("/", "network/heavy-images", "clear", "All images are drawings."),
        CheckedVerdict("the app", "compliance/no-consent", "not-applicable", "Nothing is tracked."),
        CheckedVerdict(
            "POST /api/orders", "malicious-input/injection", "clear", "Values travel as parameters."
        ),
        CheckedVerdict(
            "GET /api/orders/:id", "malicious-input/injection", "clear", "Values travel as parameters."
        ),
        CheckedVerdict(
            "GET /api/products",
            "malicious-input/injection",
            "unknown",
            "The sort column comes from a package.",
        ),
    ]
    holes = (
        Unknown("server/plugins.ts", 14, "routes are registered from a list that is read at run time"),
        Unknown("client/src/legacy.js", 1, "does not parse from line 210"),
    )
    timings = {"read": 0.21, "patterns": 0.09, "prove": 148.2, "fix": 301.7}
    faults = (PatternFault("network/oversized-bundle", "detect", "KeyError: 'entry'"),)
    trial = ("bcrypt@6 stands in for bcrypt, whose own release would have to be built",)
    return Audit(app(folder, unknown=holes), gaps, tuple(rows), holes, faults, timings, trial)
