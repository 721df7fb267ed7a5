import { admin, HttpError, requireUser, serveFunction } from "../_lib/http.ts";

serveFunction(async (req) => {
  const user = await requireUser(req);
  const body = await req.json();
  const title = String(body.title ?? "").slice(0, 120);
  const db = admin();
  const { data: note, error } = await db.from("notes").select("id, user_id").eq("id", body.note_id).maybeSingle();
  if (error) throw new HttpError(500, "the note could not be read");
  if (!note || note.user_id !== user.id) throw new HttpError(404, "no such note");
  const { error: failed } = await db.from("notes").update({ title }).eq("id", note.id);
  if (failed) throw new HttpError(500, "the note could not be changed");
  return Response.json({ ok: true });
});
