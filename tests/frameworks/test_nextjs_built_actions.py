"""Server actions made by a builder: next-safe-action, zsa, and what nobody knows."""

from __future__ import annotations

from pathlib import Path

from roadworthy.views.pages.submitting import senders
from roadworthy.views.people.access import OWNER, SIGNED_IN, Access
from tests.frameworks.next_app import endpoint, subjects, understood

HEAD = """
"use server";
import { eq } from "drizzle-orm";
import { z } from "zod";
import { db, orders } from "@/db";
import { client, signedIn } from "@/client";
const shape = z.object({ note: z.string().max(80) });
"""
SAFE = """
import { getServerSession } from "next-auth";
import { createSafeActionClient } from "next-safe-action";
export const client = createSafeActionClient();
export const signedIn = client.use(async ({ next }) => {
  const session = await getServerSession();
  if (!session) throw new Error("Please sign in");
  return next({ ctx: { userId: session.user.id } });
});
"""
BUILT = """
export const open = client.schema(shape).action(async ({ parsedInput: { note } }) => {
  await db.insert(orders).values({ note, userId: 1 });
});
export const own = signedIn.metadata({ name: "own" }).action(async ({ ctx }) => {
  await db.delete(orders).where(eq(orders.userId, ctx.userId));
});
export const renamed = signedIn.bindArgsSchemas([z.number()]).schema(shape)
  .action(async ({ parsedInput, bindArgsParsedInputs: [id] }) => {
    await db.update(orders).set({ note: parsedInput.note }).where(eq(orders.id, id));
  });
"""


def test_what_the_builder_makes_are_actions(tmp_path: Path) -> None:
    app = understood(tmp_path, {"client.ts": SAFE, "app/actions.ts": HEAD + BUILT})
    assert subjects(app) == {"ACTION open", "ACTION own", "ACTION renamed"}
    assert endpoint(app, "ACTION open").location.path == "app/actions.ts"


def test_its_middleware_says_who_gets_in(tmp_path: Path) -> None:
    app = understood(tmp_path, {"client.ts": SAFE, "app/actions.ts": HEAD + BUILT})
    own, opened = endpoint(app, "ACTION own"), endpoint(app, "ACTION open")
    assert Access(own).at_query(own.queries[0]) == {SIGNED_IN, OWNER}
    assert Access(opened).at_query(opened.queries[0]) == frozenset()
    renamed = endpoint(app, "ACTION renamed")
    assert Access(renamed).at_query(renamed.queries[0]) == {SIGNED_IN}


def test_what_is_bound_comes_before_what_is_sent(tmp_path: Path) -> None:
    app = understood(tmp_path, {"client.ts": SAFE, "app/actions.ts": HEAD + BUILT})
    renamed = endpoint(app, "ACTION renamed")
    key, note = renamed.queries[0].filters[0].value, renamed.queries[0].written("note")
    assert key.from_request and key.inputs[0].path == ("id",)
    assert note is not None and note.from_request
    assert [one.name for one in renamed.arguments] == ["id", ""]


def test_its_schema_vouches_for_what_is_sent(tmp_path: Path) -> None:
    app = understood(tmp_path, {"client.ts": SAFE, "app/actions.ts": HEAD + BUILT})
    note = endpoint(app, "ACTION open").queries[0].written("note")
    assert note is not None and note.kind == "parsed" and note.from_request
    assert dict(note.schema) == {"": "string max 80"}


def test_before_version_7_the_client_was_a_function(tmp_path: Path) -> None:
    client = """
    import { getServerSession } from "next-auth";
    import { createSafeActionClient } from "next-safe-action";
    export const signedIn = createSafeActionClient({ async middleware() {
      const session = await getServerSession();
      if (!session) throw new Error("Please sign in");
      return { userId: session.user.id };
    } });
    export const client = createSafeActionClient();
    """
    actions = """
    export const own = signedIn(shape, async ({ note }, { userId }) => {
      await db.update(orders).set({ note }).where(eq(orders.userId, userId));
    });
    """
    own = endpoint(
        understood(tmp_path, {"client.ts": client, "app/actions.ts": HEAD + actions}), "ACTION own"
    )
    assert Access(own).at_query(own.queries[0]) == {SIGNED_IN, OWNER}


def test_the_procedures_of_zsa_make_the_context(tmp_path: Path) -> None:
    client = """
    import { getServerSession } from "next-auth";
    import { createServerAction, createServerActionProcedure } from "zsa";
    export const client = createServerAction();
    export const signedIn = createServerActionProcedure().handler(async () => {
      const session = await getServerSession();
      if (!session) throw new Error("Please sign in");
      return { userId: session.user.id };
    });
    """
    actions = """
    export const own = signedIn.createServerAction().input(shape, { type: "formData" })
      .handler(async ({ input, ctx }) => {
        await db.update(orders).set({ note: input.note }).where(eq(orders.userId, ctx.userId));
      });
    """
    own = endpoint(
        understood(tmp_path, {"client.ts": client, "app/actions.ts": HEAD + actions}), "ACTION own"
    )
    assert Access(own).at_query(own.queries[0]) == {SIGNED_IN, OWNER}
    assert own.arguments[0].form


def test_what_an_unknown_builder_makes_is_told(tmp_path: Path) -> None:
    actions = """
    "use server";
    import { build } from "some-builder";
    export const add = build(async () => {});
    """
    app = understood(tmp_path, {"app/actions.ts": actions})
    assert [one.reason for one in app.unknown if one.path == "app/actions.ts"] == [
        "what makes it is not known: add is no action"
    ]


HOOKED = """
"use client";
import { useAction } from "next-safe-action/hooks";
import { open, own } from "./actions";
export function Guarded() {
  const { execute, isPending } = useAction(open);
  return <form action={execute}><button disabled={isPending}>Add</button></form>;
}
export function Around() {
  const { execute, isPending } = useAction(own);
  return <fieldset disabled={isPending}><form action={execute}><button>Clear</button></form></fieldset>;
}
export function Inside() {
  const { executeAsync, status } = useAction(own);
  return (
    <form onSubmit={() => executeAsync()}>
      <fieldset disabled={status === "executing"}><button>Clear</button></fieldset>
    </form>
  );
}
export function Open() {
  const { execute, isPending } = useAction(open);
  return <form action={execute}><fieldset disabled={false}><button>{isPending ? "..." : "Add"}</button></fieldset></form>;
}
"""


def test_a_page_waits_for_the_hook_also_by_a_fieldset(tmp_path: Path) -> None:
    files = {"client.ts": SAFE, "app/actions.ts": HEAD + BUILT, "app/forms.tsx": HOOKED}
    app = understood(tmp_path, files)
    waits = {
        name: next(c for c in app.components if c.name == name).forms[0].disabled_while_pending
        for name in ("Guarded", "Around", "Inside", "Open")
    }
    assert waits == {"Guarded": True, "Around": True, "Inside": True, "Open": False}
    assert len(senders(app, endpoint(app, "ACTION open"))) == 2
