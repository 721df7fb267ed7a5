import { createClient } from "npm:@supabase/supabase-js@2.57.2";
import { answer, corsHeaders, failed } from "../_shared/answers.ts";
import { callerId, isStaff } from "../_shared/callers.ts";

const admin = createClient(Deno.env.get("SUPABASE_URL")!, Deno.env.get("SUPABASE_SERVICE_ROLE_KEY")!);

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const CODE = /^\d{6}$/;
const ITERATIONS = 210_000;

/** Hashed beside the one thread that answers requests, as all of Web Crypto is. */
async function hashOf(code: string, salt: string): Promise<string> {
  const text = new TextEncoder();
  const key = await crypto.subtle.importKey("raw", text.encode(code), "PBKDF2", false, ["deriveBits"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: text.encode(salt), iterations: ITERATIONS };
  const bits = await crypto.subtle.deriveBits(how, key, 256);
  return Array.from(new Uint8Array(bits), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A new code for a ticket of the caller's own; null when there is no such ticket. */
async function makeCode(ticketId: string, userId: string): Promise<string | null> {
  const { data: ticket, error } = await admin
    .from("tickets")
    .select("id")
    .eq("id", ticketId)
    .eq("customer_id", userId)
    .maybeSingle();
  if (error) throw new Error(error.message);
  if (!ticket) return null;
  const code = String(crypto.getRandomValues(new Uint32Array(1))[0] % 1_000_000).padStart(6, "0");
  const salt = crypto.randomUUID();
  const row = { ticket_id: ticket.id, salt, hash: await hashOf(code, salt), tries: 0 };
  const { error: unwritten } = await admin.from("pickup_codes").upsert(row);
  if (unwritten) throw new Error(unwritten.message);
  return code;
}

/** Whether it is the code of the ticket. Five tries, then the customer asks for a new one. */
async function isRight(ticketId: string, code: string): Promise<boolean> {
  const { data, error } = await admin.rpc("take_pickup_try", { ticket: ticketId });
  if (error) throw new Error(error.message);
  return data !== null && data.hash === (await hashOf(code, data.salt));
}

Deno.serve(async (request) => {
  if (request.method === "OPTIONS") return new Response("ok", { headers: corsHeaders });
  try {
    const userId = await callerId(admin, request);
    if (userId === null) return answer(401, { error: "Not signed in" });
    const { ticketId, code } = await request.json().catch(() => ({}));
    if (typeof ticketId !== "string" || !ID.test(ticketId)) return answer(400, { error: "Invalid ticket" });

    if (code === undefined) {
      const made = await makeCode(ticketId, userId);
      return made === null ? answer(404, { error: "Ticket not found" }) : answer(200, { code: made });
    }
    if (!(await isStaff(admin, userId))) return answer(403, { error: "Staff only" });
    if (typeof code !== "string" || !CODE.test(code)) return answer(400, { error: "Invalid code" });
    return answer(200, { right: await isRight(ticketId, code) });
  } catch (error) {
    return failed("handing over", error);
  }
});
