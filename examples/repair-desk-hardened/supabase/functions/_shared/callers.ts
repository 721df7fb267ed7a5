import type { SupabaseClient } from "npm:@supabase/supabase-js@2.57.2";

/** The id of the signed-in caller, else null. */
export async function callerId(admin: SupabaseClient, request: Request): Promise<string | null> {
  const token = request.headers.get("Authorization")?.replace("Bearer ", "") ?? "";
  const { data, error } = await admin.auth.getUser(token);
  return error ? null : data.user.id;
}

/** Whether somebody works at the desk. */
export async function isStaff(admin: SupabaseClient, userId: string): Promise<boolean> {
  const { data, error } = await admin.from("staff").select("user_id").eq("user_id", userId).maybeSingle();
  if (error) throw new Error(error.message);
  return data !== null;
}
