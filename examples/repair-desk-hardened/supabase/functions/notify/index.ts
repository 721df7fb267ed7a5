import { createClient } from "npm:@supabase/supabase-js@2.57.2";
import { answer, corsHeaders, failed } from "../_shared/answers.ts";
import { sendMail } from "../_shared/mail.ts";

const admin = createClient(Deno.env.get("SUPABASE_URL")!, Deno.env.get("SUPABASE_SERVICE_ROLE_KEY")!);

const MAILS_PER_MINUTE = 20;
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
// One line of plain text: it becomes the text of a mail, never markup
const MESSAGE = /^[^\p{C}]{1,500}$/u;

/** The id of the signed-in caller when he works at the desk, else null. */
async function staffId(request: Request): Promise<string | null> {
  const token = request.headers.get("Authorization")?.replace("Bearer ", "") ?? "";
  const { data, error } = await admin.auth.getUser(token);
  if (error) return null;
  const { data: staff, error: unread } = await admin
    .from("staff")
    .select("user_id")
    .eq("user_id", data.user.id)
    .maybeSingle();
  if (unread) throw new Error(unread.message);
  return staff?.user_id ?? null;
}

/** Notes the mail, unless this person sent too many within a minute. */
async function withinLimit(ticketId: string, sentBy: string): Promise<boolean> {
  const since = new Date(Date.now() - 60_000).toISOString();
  const { count, error } = await admin
    .from("notifications")
    .select("id", { count: "exact", head: true })
    .eq("sent_by", sentBy)
    .gte("created_at", since);
  if (error) throw new Error(error.message);
  if ((count ?? 0) >= MAILS_PER_MINUTE) return false;
  const { error: unwritten } = await admin.from("notifications").insert({ ticket_id: ticketId, sent_by: sentBy });
  if (unwritten) throw new Error(unwritten.message);
  return true;
}

async function addressOf(customerId: string): Promise<string> {
  const { data, error } = await admin.auth.admin.getUserById(customerId);
  if (error || !data.user.email) throw new Error("the customer has no address");
  return data.user.email;
}

Deno.serve(async (request) => {
  if (request.method === "OPTIONS") return new Response("ok", { headers: corsHeaders });
  try {
    const sentBy = await staffId(request);
    if (sentBy === null) return answer(403, { error: "Staff only" });
    const { ticketId, message } = await request.json().catch(() => ({}));
    if (typeof ticketId !== "string" || !ID.test(ticketId)) return answer(400, { error: "Invalid ticket" });
    if (typeof message !== "string" || !MESSAGE.test(message)) return answer(400, { error: "Invalid message" });

    const { data: ticket, error } = await admin
      .from("tickets")
      .select("id, device, customer_id")
      .eq("id", ticketId)
      .maybeSingle();
    if (error) throw new Error(error.message);
    if (!ticket?.customer_id) return answer(404, { error: "Ticket not found" });
    if (!(await withinLimit(ticket.id, sentBy))) return answer(429, { error: "Too many mails. Please wait a minute." });

    await sendMail({
      to: await addressOf(ticket.customer_id),
      subject: `News about your ${ticket.device}`,
      text: message,
      key: `ticket-${ticket.id}-${new Date().toISOString().slice(0, 16)}`,
    });
    console.log(JSON.stringify({ level: "info", what: "mail sent", ticketId: ticket.id }));
    return answer(200, { sent: true });
  } catch (error) {
    return failed("notify", error);
  }
});
