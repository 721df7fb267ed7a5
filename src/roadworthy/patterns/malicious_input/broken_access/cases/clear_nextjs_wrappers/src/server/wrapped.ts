import { and, eq } from "drizzle-orm";
import { NextResponse, type NextRequest } from "next/server";
import { db } from "./db";
import { notes } from "./schema";
import { currentUser } from "./session";

type Handler = (request: NextRequest, context: { params: Promise<{ id: string }> }) => Promise<NextResponse>;
type Wrapper = [(handler: Handler, options: Record<string, unknown>) => Handler, Record<string, unknown>];

/** Lets in who is signed in. */
export const signedIn = (handler: Handler) => async (request: NextRequest, context: { params: Promise<{ id: string }> }) => {
  const user = await currentUser();
  if (!user) return new NextResponse("", { status: 404 });
  return handler(request, context);
};

/** Lets in whose note it is. */
export const ownsNote = (handler: Handler) => async (request: NextRequest, context: { params: Promise<{ id: string }> }) => {
  const user = await currentUser();
  const { id } = await context.params;
  const [own] = await db
    .select({ id: notes.id })
    .from(notes)
    .where(and(eq(notes.id, Number(id)), eq(notes.userId, user!.id)));
  if (!own) return new NextResponse("", { status: 404 });
  return handler(request, context);
};

const logged = (handler: Handler) => async (request: NextRequest, context: { params: Promise<{ id: string }> }) => {
  console.info(request.method);
  return handler(request, context);
};

const first: Wrapper[] = [[logged, {}]];
const last: Wrapper[] = [];

/** Puts the wrappers around a handler, from the last to the first. */
export const wrapped =
  (handler: Handler, options?: { wrappers: Wrapper[] }) =>
  async (request: NextRequest, context: { params: Promise<{ id: string }> }) => {
    const all: Wrapper[] = [...last, ...(options?.wrappers || []), ...first];
    let inner = handler;
    for (const tuple of all) {
      const [wrapper, given] = tuple;
      inner = wrapper(inner, given);
    }
    try {
      return await inner(request, context);
    } catch {
      return new NextResponse("", { status: 500 });
    }
  };
