import { createClient } from "npm:@supabase/supabase-js@2.57.2";
import { answer, corsHeaders, failed } from "../_shared/answers.ts";

const admin = createClient(Deno.env.get("SUPABASE_URL")!, Deno.env.get("SUPABASE_SERVICE_ROLE_KEY")!);
const MANY = 1_000;

/** Removes a person's photos, which stand in a folder of their own. */
async function removePhotos(userId: string): Promise<void> {
  const { data: files, error } = await admin.storage.from("photos").list(userId, { limit: MANY });
  if (error) throw new Error(error.message);
  if (files.length === 0) return;
  const { error: kept } = await admin.storage.from("photos").remove(files.map((file) => `${userId}/${file.name}`));
  if (kept) throw new Error(kept.message);
}

/** The words that a ticket holds about a person go; price and status stay for the books. */
async function emptyTickets(userId: string): Promise<void> {
  const { error } = await admin
    .from("tickets")
    .update({ device: "(erased)", problem: "(erased)", photo_path: null })
    .eq("customer_id", userId);
  if (error) throw new Error(error.message);
}

Deno.serve(async (request) => {
  if (request.method === "OPTIONS") return new Response("ok", { headers: corsHeaders });
  try {
    const token = request.headers.get("Authorization")?.replace("Bearer ", "") ?? "";
    const { data, error } = await admin.auth.getUser(token);
    if (error) return answer(401, { error: "Not signed in" });

    await removePhotos(data.user.id);
    await emptyTickets(data.user.id);
    const { error: kept } = await admin.auth.admin.deleteUser(data.user.id);
    if (kept) throw new Error(kept.message);
    return new Response(null, { status: 204, headers: corsHeaders });
  } catch (error) {
    return failed("delete-account", error);
  }
});
