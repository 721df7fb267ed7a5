import { createClient } from "npm:@supabase/supabase-js@2.57.2";
import { jsonResponse, failed, Refusal } from "../_shared/answers.ts";

const admin = createClient(Deno.env.get("SUPABASE_URL")!, Deno.env.get("SUPABASE_SERVICE_ROLE_KEY")!);

Deno.serve(async (request) => {
  try {
    const token = request.headers.get("Authorization")?.replace("Bearer ", "") ?? "";
    const { data, error } = await admin.auth.getUser(token);
    if (error) throw new Refusal(401, "Not signed in");
    const { data: notes, error: broken } = await admin.from("notes").select("id, title").eq("user_id", data.user.id).limit(50);
    if (broken) throw broken;
    return jsonResponse({ notes });
  } catch (error) {
    return failed(error);
  }
});
