"""What edge functions are understood to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadworthy.app import Endpoint
from roadworthy.frameworks.build import build_app
from roadworthy.interpret.resolve import package_of
from roadworthy.views.people.access import OWNER, SIGNED_IN, Access


def function(folder: Path, text: str, config: str = "", name: str = "clean-up") -> Endpoint:
    """The endpoint that `supabase/functions/NAME/index.ts` makes."""
    place = folder / "supabase" / "functions" / name
    place.mkdir(parents=True)
    (place / "index.ts").write_text(text)
    (folder / "supabase" / "config.toml").write_text(config)
    found = build_app(folder).endpoint(f"FUNCTION {name}")
    assert found is not None
    return found


ADMIN = """
import { createClient } from "https://esm.sh/@supabase/supabase-js@2.57.2";
const admin = createClient(Deno.env.get("SUPABASE_URL") ?? "", Deno.env.get("SUPABASE_SERVICE_ROLE_KEY") ?? "");
"""
SIGNED = """
  const token = req.headers.get("Authorization").replace("Bearer ", "");
  const { data, error } = await admin.auth.getUser(token);
  if (error) throw new Error("no");
"""


@pytest.mark.parametrize(
    "opening",
    [
        "Deno.serve(async (req) => {",
        'import { serve } from "https://deno.land/std@0.190.0/http/server.ts";\nserve(async (req) => {',
        'import { serve } from "https://deno.land/std/http/server.ts";\nserve(async (req: Request): Promise<Response> => {',
    ],
)
def test_a_function_is_an_endpoint_named_by_its_folder(tmp_path: Path, opening: str) -> None:
    found = function(tmp_path, f"{opening} return new Response('ok'); }});")
    assert (found.kind, found.method, found.path, found.subject) == (
        "function",
        "POST",
        "clean-up",
        "FUNCTION clean-up",
    )
    assert [answer.status for answer in found.answers] == [200]


def test_the_preflight_is_no_way_through(tmp_path: Path) -> None:
    text = "Deno.serve(async (req) => { if (req.method === 'OPTIONS') return new Response(null, { status: 204 }); return new Response('x'); });"
    assert [answer.status for answer in function(tmp_path, text).answers] == [200]


def test_it_asks_with_the_rights_of_its_key(tmp_path: Path) -> None:
    text = (
        ADMIN
        + 'Deno.serve(async (req) => { const { id } = await req.json(); await admin.from("jobs").delete().eq("id", id); });'
    )
    (query,) = function(tmp_path, text).queries
    assert (query.operation, query.table, query.rights) == ("delete", "jobs", "service")
    assert query.filters[0].value.from_request


def test_a_sign_in_that_is_asked_for_is_a_guard(tmp_path: Path) -> None:
    text = (
        ADMIN
        + f'Deno.serve(async (req) => {{ {SIGNED} await admin.from("jobs").delete().eq("user_id", data.user.id); }});'
    )
    found = function(tmp_path, text)
    assert Access(found).at_query(found.queries[0]) == {SIGNED_IN, OWNER}


def test_the_platforms_own_check_is_told_and_says_nothing_of_a_sign_in(tmp_path: Path) -> None:
    text = ADMIN + 'Deno.serve(async () => { await admin.from("jobs").delete().eq("id", 1); });'
    found = function(tmp_path, text)
    assert [one.name for one in found.middleware] == ["verify_jwt"]
    assert Access(found).at_query(found.queries[0]) == set()
    open_one = function(tmp_path, text, "[functions.other]\nverify_jwt = false\n", "other")
    assert open_one.middleware == ()


def test_packages_are_known_wherever_they_come_from(tmp_path: Path) -> None:
    text = """import Stripe from "https://esm.sh/stripe@18.5.0?target=deno";
    const stripe = new Stripe(Deno.env.get("STRIPE_SECRET_KEY"));
    Deno.serve(async (req) => { await stripe.customers.list({ limit: 1 }); return new Response("x"); });"""
    assert [(call.service, call.operation) for call in function(tmp_path, text).services] == [
        ("stripe", "customers.list")
    ]


def test_deleting_an_account_deletes_a_person(tmp_path: Path) -> None:
    text = (
        ADMIN + f"Deno.serve(async (req) => {{ {SIGNED} await admin.auth.admin.deleteUser(data.user.id); }});"
    )
    (query,) = function(tmp_path, text).queries
    assert (query.operation, query.table) == ("delete", "auth.users") and query.filters[0].value.from_session


@pytest.mark.parametrize(
    ("source", "package"),
    [
        ("node:fs", "fs"),
        ("npm:stripe@14", "stripe"),
        ("npm:@supabase/supabase-js@2", "@supabase/supabase-js"),
        ("jsr:@std/http@1/server", "@std/http/server"),
        ("https://esm.sh/@supabase/supabase-js@2.57.2", "@supabase/supabase-js"),
        ("https://esm.sh/v135/date-fns@2.30.0/format?bundle", "date-fns/format"),
        ("https://deno.land/std@0.190.0/http/server.ts", "std/http/server"),
        ("https://deno.land/x/zod@v3.22.4/mod.ts", "zod"),
        ("https://cdn.jsdelivr.net/npm/lodash@4.17.21/+esm", "lodash"),
        ("./local.ts", "./local.ts"),
        ("@scope/name/sub", "@scope/name/sub"),
    ],
)
def test_an_import_names_its_package(source: str, package: str) -> None:
    assert package_of(source) == package
