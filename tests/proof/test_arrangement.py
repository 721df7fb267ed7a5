from __future__ import annotations

import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from roadworthy.audit import audit_folder
from roadworthy.proof.arrangement import Arrangement
from roadworthy.proof.other_person import named_beside
from roadworthy.proof.ownership import account_key
from roadworthy.proof.samples import agrees, sample

_TABLES = """
create table public.offers (id uuid primary key default gen_random_uuid(), amount numeric not null);
create table public.orders (id uuid primary key default gen_random_uuid(), amount numeric not null, session text);
"""
_FUNCTION = """
import Stripe from "npm:stripe@14.21.0";
import { createClient } from "npm:@supabase/supabase-js@2.45.0";

Deno.serve(async (req) => {
  const { offerId } = await req.json();
  const supabase = createClient(Deno.env.get("SUPABASE_URL")!, Deno.env.get("SUPABASE_SERVICE_ROLE_KEY")!);
  const { data: offer } = await supabase.from("offers").select("*").eq("id", offerId).single();
  const stripe = new Stripe(Deno.env.get("STRIPE_SECRET_KEY")!);
  const session = await stripe.checkout.sessions.create({ mode: "payment", metadata: { offer: offerId } });
  await supabase.from("orders").insert({ amount: offer.amount, session: session.id });
  return new Response(JSON.stringify({ url: session.url }));
});
"""


def test_a_field_is_the_key_that_it_is_compared_with_though_something_made_of_it_is_stored(
    tmp_path: Path,
) -> None:
    for path, text in (
        ("supabase/migrations/20250101000000_offers.sql", _TABLES),
        ("supabase/functions/pay/index.ts", _FUNCTION),
    ):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    app = audit_folder(tmp_path).app
    nobody: Any = None
    found = Arrangement(app, nobody).column_of(app.endpoints[0], "offerId")
    assert found is not None
    assert (found[0].table, found[1].name) == ("offers", "id")


def test_a_field_that_is_called_after_a_table_holds_the_key_of_a_row_and_text_holds_no_number(
    tmp_path: Path,
) -> None:
    tables = """
create table purchase_lines (id uuid primary key, quantity integer not null);
create table counters (id integer primary key, quantity integer not null);
"""
    (tmp_path / "schema.sql").write_text(tables)
    (tmp_path / "server.ts").write_text("export {};\n")
    nobody: Any = None
    named = Arrangement(audit_folder(tmp_path).app, nobody)
    assert (found := named._of_name("purchaseLine", "string")) is not None
    assert found.name == "purchase_lines"
    assert named._of_name("originalPurchaseLine", "string") == found
    assert named._of_name("counter", "number") is not None
    assert named._of_name("counter", "string") is None


def test_a_constant_that_a_rule_does_not_know_is_not_what_it_lets_through() -> None:
    assert agrees("enum CASH|CARD", "CARD") and not agrees("enum CASH|CARD", 1)
    assert agrees("", 1) and not agrees("string max 80", 1) and not agrees("number min 0", "all")
    isbn = "string pattern ^[0-9]{9}[0-9X]$"
    assert agrees(isbn, "123456789X") and not agrees(isbn, "GET") and not agrees("pattern ^[0-9]+$", 3.0)
    assert sample("billDiscount", "number min 0") == 0 and sample("discountCode", "string") != "0"


def test_administrators_do_to_others_what_they_may_not_do_to_themselves(tmp_path: Path) -> None:
    shutil.copytree(Path(__file__).parents[1] / "bases" / "express", tmp_path / "app")
    account = tmp_path / "app" / "server" / "routes" / "account.ts"
    text = account.read_text().rstrip()
    route = """
  app.delete("/api/people/:id", requireAdmin, async (req, res) => {
    await db.delete(users).where(eq(users.id, Number(req.params.id)));
    res.status(204).end();
  });
}
"""
    imported = 'import { requireAdmin } from "../auth";\n'
    account.write_text(imported + text[:-1] + route)
    app = audit_folder(tmp_path / "app").app
    people = {name: SimpleNamespace(identity={"id": key}) for name, key in (("bob", 2), ("admin", 3))}
    trial: Any = SimpleNamespace(actors=people)
    endpoint = app.endpoint("DELETE /api/people/:id")
    assert endpoint is not None
    assert Arrangement(app, trial, "admin").path(endpoint) == "/api/people/2"


def test_who_gets_something_is_somebody_else_than_who_sends_it(tmp_path: Path) -> None:
    shutil.copytree(Path(__file__).parents[1] / "bases" / "express", tmp_path / "app")
    app = audit_folder(tmp_path / "app").app
    people = {name: SimpleNamespace(identity={"id": key}) for name, key in (("alice", 1), ("bob", 2))}
    trial: Any = SimpleNamespace(actors=people)
    for name in ("to_user_id", "recipientId", "toUser", "friend_id"):
        assert named_beside(app, trial, "alice", "users", name) == {"id": 2}
    for name in ("user_id", "token_id", "ownerId"):
        assert named_beside(app, trial, "alice", "users", name) == {}
    assert named_beside(app, trial, "alice", "notes", "to_note_id") == {}


def test_a_uuid_of_sqlites_stands_in_an_address_with_its_dashes(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("flask\n")
    (tmp_path / "app.py").write_text(
        "from flask import Flask\napp = Flask(__name__)\n\n\n"
        '@app.get("/notes/<uuid:note>")\ndef note(note):\n    return str(note)\n'
    )
    app = audit_folder(tmp_path).app
    nobody: Any = None
    kept = "0f8fad5bd9cb469fa16570867728950e"
    path = Arrangement(app, nobody).path(app.endpoints[0], note=kept)
    assert path == "/notes/0f8fad5b-d9cb-469f-a165-70867728950e"


_NOTICE = """
import { createClient } from "npm:@supabase/supabase-js@2.45.0";

Deno.serve(async (req) => {
  const { data } = await req.json();
  const supabase = createClient(Deno.env.get("SUPABASE_URL")!, Deno.env.get("SUPABASE_SERVICE_ROLE_KEY")!);
  const { data: found } = await supabase.auth.admin.getUserById(data.organizerId);
  await fetch("https://api.resend.com/emails", { method: "POST", body: JSON.stringify({ to: found.user.email, subject: data.title }) });
  return new Response("sent");
});
"""


def test_a_field_that_accounts_are_asked_for_by_holds_the_key_of_one(tmp_path: Path) -> None:
    path = tmp_path / "supabase/functions/notice/index.ts"
    path.parent.mkdir(parents=True)
    path.write_text(_NOTICE)
    endpoint = audit_folder(tmp_path).app.endpoints[0]
    alice = SimpleNamespace(credentials={"id": "0b9d1a52-7d1c-4f6d-9d2a-6f5f6f0d8a11"})
    trial: Any = SimpleNamespace(actors={"alice": alice}, actor=lambda _name: alice)
    assert account_key(trial, endpoint, "data.organizerId", "") == alice.credentials["id"]
    assert account_key(trial, endpoint, "data.title", "") is None
