"""Server actions: who may call them, with what, and how the page waits for them."""

from __future__ import annotations

from pathlib import Path

from roadworthy.views.pages.submitting import senders
from roadworthy.views.people.access import OWNER, SIGNED_IN, Access
from tests.frameworks.next_app import component, endpoint, subjects, understood

ACTIONS = """
"use server";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { getServerSession } from "next-auth";
import { db, orders } from "@/db";
const shape = z.object({ note: z.string().max(80) });
export async function addOrder(formData) {
  const session = await getServerSession();
  if (!session) return { error: "Please sign in" };
  const { note } = shape.parse(Object.fromEntries(formData));
  await db.insert(orders).values({ note, userId: session.user.id });
  return { success: true };
}
export const removeOrder = async (id) => { await db.delete(orders).where(eq(orders.id, id)); };
function inner() {}
"""


def test_every_exported_function_of_a_use_server_file_is_an_action(tmp_path: Path) -> None:
    app = understood(tmp_path, {"app/actions.ts": ACTIONS})
    assert subjects(app) == {"ACTION addOrder", "ACTION removeOrder"}


def test_a_file_of_actions_that_nothing_imports_is_not_built(tmp_path: Path) -> None:
    page = 'import { addOrder } from "./actions";\nexport default () => <form action={addOrder} />;\n'
    app = understood(
        tmp_path,
        {
            "app/actions.ts": ACTIONS,
            "app/earlier.ts": ACTIONS.replace("Order", "Note"),
            "app/page.tsx": page,
            "app/earlier.test.ts": 'import { addNote } from "./earlier";\n',
        },
    )
    assert {one for one in subjects(app) if "ACTION" in one} == {"ACTION addOrder", "ACTION removeOrder"}


def test_its_arguments_are_whatever_a_client_likes(tmp_path: Path) -> None:
    app = understood(tmp_path, {"app/actions.ts": ACTIONS})
    removal = endpoint(app, "ACTION removeOrder").queries[0]
    assert (removal.filters[0].value.kind, removal.filters[0].value.path) == ("body", ("id",))
    added = endpoint(app, "ACTION addOrder").queries[0]
    written = added.written("note")
    assert written is not None and written.kind == "parsed" and written.from_request


def test_a_refusal_is_no_success(tmp_path: Path) -> None:
    found = endpoint(understood(tmp_path, {"app/actions.ts": ACTIONS}), "ACTION addOrder")
    assert [answer.status for answer in found.answers] == [400, 200]
    assert Access(found).anywhere() == {SIGNED_IN}


def test_a_wrapper_guards_what_it_wraps(tmp_path: Path) -> None:
    wrapper = """
    import { redirect } from "next/navigation";
    import { getServerSession } from "next-auth";
    export function forUsers(action) {
      return async (formData) => {
        const session = await getServerSession();
        if (!session) redirect("/login");
        return action(formData, session.user);
      };
    }"""
    actions = """
    "use server";
    import { eq } from "drizzle-orm";
    import { db, orders } from "@/db";
    import { forUsers } from "@/wrapper";
    export const removeAll = forUsers(async (formData, user) => {
      await db.delete(orders).where(eq(orders.userId, user.id));
    });
    """
    found = endpoint(
        understood(tmp_path, {"wrapper.ts": wrapper, "app/actions.ts": actions}), "ACTION removeAll"
    )
    assert found.location.path == "app/actions.ts"
    assert Access(found).at_query(found.queries[0]) == {SIGNED_IN, OWNER}


def test_middleware_stands_before_no_action(tmp_path: Path) -> None:
    middleware = """
    import { NextResponse } from "next/server";
    import { getToken } from "next-auth/jwt";
    export async function middleware(request) {
      if (!(await getToken({ req: request }))) return NextResponse.redirect(new URL("/login", request.url));
    }"""
    found = endpoint(
        understood(tmp_path, {"middleware.ts": middleware, "app/actions.ts": ACTIONS}), "ACTION removeOrder"
    )
    assert found.facts == () and found.middleware == ()


def test_an_inline_action_sees_what_the_page_around_it_read(tmp_path: Path) -> None:
    page = """
    import { eq } from "drizzle-orm";
    import { getServerSession } from "next-auth";
    import { db, orders, users } from "@/db";
    export default async function Page() {
      const session = await getServerSession();
      const [me] = await db.select().from(users).where(eq(users.id, session.user.id));
      async function clear() {
        "use server";
        await db.delete(orders).where(eq(orders.userId, me.id));
      }
      return <form action={clear}><button>Clear</button></form>;
    }"""
    app = understood(tmp_path, {"app/page.tsx": page})
    found = endpoint(app, "ACTION clear")
    assert [query.operation for query in found.queries] == ["delete"]
    assert OWNER in Access(found).at_query(found.queries[0])
    assert [query.operation for query in component(app, "Page").queries] == ["select"]


FORM = """
"use client";
import { useActionState, useTransition } from "react";
import { useFormStatus } from "react-dom";
import { addOrder, removeOrder } from "./actions";
export function Guarded() {
  const [state, send, pending] = useActionState(addOrder, null);
  return <form action={send}><input name="note" /><button disabled={pending}>Add</button></form>;
}
export function Open() {
  return <form action={addOrder}><button>Add</button></form>;
}
export function Waiting({ id }) {
  const [pending, start] = useTransition();
  return <button disabled={pending} onClick={() => start(async () => { await removeOrder(id); })}>Remove</button>;
}
function Submit() {
  const { pending } = useFormStatus();
  return <button type="submit" disabled={pending}>Add</button>;
}
export function ByStatus() {
  return <form action={addOrder}><Submit /></form>;
}
"""


def test_a_call_from_the_page_is_a_request_and_not_the_query_itself(tmp_path: Path) -> None:
    app = understood(tmp_path, {"app/actions.ts": ACTIONS, "app/forms.tsx": FORM})
    assert all(not one.queries for one in app.components if one.location.path == "app/forms.tsx")
    assert component(app, "Waiting").forms[0].fetches == (("ACTION", "removeOrder"),)


def test_pending_guards_are_seen(tmp_path: Path) -> None:
    app = understood(tmp_path, {"app/actions.ts": ACTIONS, "app/forms.tsx": FORM})
    found = {
        one.component.name: one.form.disabled_while_pending
        for one in senders(app, endpoint(app, "ACTION addOrder"))
    }
    assert found == {"Guarded": True, "Open": False, "ByStatus": True}
    assert component(app, "Waiting").forms[0].disabled_while_pending


def test_a_form_of_a_server_component_sends_its_action(tmp_path: Path) -> None:
    page = """
    import { removeOrder } from "./actions";
    export default function Page() { return <form action={removeOrder.bind(null, 7)}><button>Remove</button></form>; }
    """
    app = understood(tmp_path, {"app/actions.ts": ACTIONS, "app/page.tsx": page})
    assert component(app, "Page").forms[0].fetches == (("ACTION", "removeOrder"),)
