import { createClient } from "@/server/supabase";

export default async function TicketsPage() {
  const supabase = await createClient();
  const closed = supabase.from("tickets").select("id").eq("state", "closed").limit(20);
  const [tickets, people, { data: done, error: doneError }] = await Promise.all([
    supabase.from("tickets").select("id, subject").eq("state", "open").limit(20),
    supabase.from("agents").select("id, name").limit(20),
    closed,
  ]);
  const error = tickets.error ?? people.error ?? doneError;
  if (error) throw error;

  return (
    <ul>
      {(tickets.data ?? []).map((ticket) => (
        <li key={ticket.id}>{ticket.subject}</li>
      ))}
      {(people.data ?? []).map((agent) => (
        <li key={agent.id}>{agent.name}</li>
      ))}
      <li>{done?.length}</li>
    </ul>
  );
}
