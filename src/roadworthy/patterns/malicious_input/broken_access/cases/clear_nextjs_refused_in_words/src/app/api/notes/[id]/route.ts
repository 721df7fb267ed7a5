import { eq } from "drizzle-orm";
import { db } from "@/server/db";
import { notes } from "@/server/schema";
import { currentUser } from "@/server/session";

function statusOf(kind: string) {
  switch (kind) {
    case "absent":
      return 404;
    case "stranger":
      return 401;
    default:
      return 403;
  }
}

class Refusal extends Error {
  status: number;

  constructor(code: string) {
    super(code);
    const [kind] = code.split(":");
    this.status = statusOf(kind);
  }

  toResponse() {
    const { message, status } = this;
    return Response.json({ message }, { status });
  }
}

export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }) {
  const user = await currentUser();
  if (!user) return new Refusal("stranger:note").toResponse();
  const { id } = await params;
  const found = await db.select().from(notes).where(eq(notes.id, Number(id)));
  const [note] = found;
  if (!note) return new Refusal("absent:note").toResponse();
  if (note.userId !== user.id) return new Refusal("foreign:note").toResponse();
  return Response.json(found);
}
