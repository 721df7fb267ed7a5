import { useState } from "react";
import { useNavigate } from "react-router-dom";
import { UsePart } from "@/components/UsePart";
import { useAuth } from "@/hooks/useAuth";
import { useAllTickets } from "@/hooks/useTickets";
import { supabase } from "@/lib/supabase";

const STATUSES = ["open", "working", "ready", "done"];

export default function Desk() {
  const navigate = useNavigate();
  const { profile } = useAuth();
  const [search, setSearch] = useState("");
  const [status, setStatus] = useState("open");
  const tickets = useAllTickets(search);

  if (profile && profile.role !== "staff") return <p>Staff only</p>;

  const revenue = tickets.filter((ticket) => ticket.paid).reduce((sum, ticket) => sum + (ticket.price || 0), 0);

  async function move(ticket: any, next: string) {
    await supabase.from("tickets").update({ status: next }).eq("id", ticket.id);
    if (next === "ready") {
      await supabase.functions.invoke("notify", {
        body: { ticketId: ticket.id, message: `Your ${ticket.device} is ready.` },
      });
    }
  }

  async function setPrice(ticket: any) {
    const price = prompt("Price in euros");
    await supabase
      .from("tickets")
      .update({ price: Number(price) })
      .eq("id", ticket.id);
  }

  async function paid(ticket: any) {
    await supabase.rpc("mark_paid", { ticket: ticket.id });
  }

  async function check(ticket: any) {
    const code = prompt("Pick-up code");
    const { data } = await supabase.functions.invoke("pickup-code", { body: { ticketId: ticket.id, code } });
    alert(data.right ? "Hand it over" : "Wrong code");
  }

  return (
    <>
      <h1>Desk</h1>
      <p>
        {tickets.length} tickets, {tickets.filter((ticket) => ticket.status === "open").length} open, €
        {revenue.toFixed(2)} earned
      </p>
      <input placeholder="Search devices" value={search} onChange={(e) => setSearch(e.target.value)} />
      <div className="tabs">
        {STATUSES.map((name) => (
          <div key={name} className={name === status ? "tab active" : "tab"} onClick={() => setStatus(name)}>
            {name}
          </div>
        ))}
      </div>
      {tickets
        .filter((ticket) => ticket.status === status)
        .map((ticket) => (
          <div key={ticket.id} className="card">
            <b onClick={() => navigate(`/tickets/${ticket.id}`)}>{ticket.device}</b>
            <p className="muted">
              {ticket.customer?.full_name}, {ticket.customer?.phone}, {ticket.customer?.address}
            </p>
            <select value={ticket.status} onChange={(e) => move(ticket, e.target.value)}>
              {STATUSES.map((name) => (
                <option key={name}>{name}</option>
              ))}
            </select>{" "}
            <button onClick={() => setPrice(ticket)}>Set price</button>{" "}
            <button onClick={() => paid(ticket)}>Paid</button>{" "}
            <button onClick={() => check(ticket)}>Check code</button>
            <UsePart ticketId={ticket.id} />
          </div>
        ))}
    </>
  );
}
