import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router-dom";
import { LoadError } from "@/components/load-error";
import { Pager } from "@/components/pager";
import { CheckCode } from "@/components/pickup-code";
import { PriceForm } from "@/components/price-form";
import { UsePart } from "@/components/use-part";
import { useStaff } from "@/hooks/useAuth";
import { PAGE_SIZE, useDeskNumbers, useDeskTickets } from "@/hooks/useTickets";
import { messageOf } from "@/lib/errors";
import { supabase } from "@/lib/supabase";
import { STATUSES, type DeskTicket, type Status } from "@/lib/types";

async function move(ticket: DeskTicket, next: Status) {
  const { error } = await supabase.from("tickets").update({ status: next }).eq("id", ticket.id);
  if (error) throw error;
  if (next !== "ready") return;
  const { error: unsent } = await supabase.functions.invoke("notify", {
    body: { ticketId: ticket.id, message: `Your ${ticket.device} is ready.` },
  });
  if (unsent) throw unsent;
}

async function markPaid(ticket: DeskTicket) {
  const { error } = await supabase.rpc("mark_paid", { ticket: ticket.id });
  if (error) throw error;
}

function DeskRow({ ticket }: { ticket: DeskTicket }) {
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries();
  const moving = useMutation({ mutationFn: (next: Status) => move(ticket, next), onSettled: refresh });
  const paying = useMutation({ mutationFn: () => markPaid(ticket), onSettled: refresh });
  const error = moving.error ?? paying.error;

  return (
    <div className="card">
      <Link to={`/tickets/${ticket.id}`}>
        <b>{ticket.device}</b>
      </Link>
      <p className="muted">
        {ticket.profiles?.full_name}, {ticket.profiles?.phone}, {ticket.profiles?.address}
      </p>
      <select
        aria-label="Status"
        value={ticket.status}
        disabled={moving.isPending}
        onChange={(e) => moving.mutate(e.target.value as Status)}
      >
        {STATUSES.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>{" "}
      <button type="button" onClick={() => paying.mutate()} disabled={paying.isPending}>
        Paid
      </button>
      <PriceForm ticketId={ticket.id} price={ticket.price} />
      <CheckCode ticketId={ticket.id} />
      <UsePart ticketId={ticket.id} />
      {error && (
        <p className="error" role="alert">
          {messageOf(error)}
        </p>
      )}
    </div>
  );
}

function Numbers() {
  const { data, error, refetch } = useDeskNumbers();
  if (error) return <LoadError what="The numbers" retry={refetch} />;
  if (!data) return <p>Loading...</p>;
  return (
    <p>
      {data.tickets} tickets, {data.open} open, €{Number(data.earned).toFixed(2)} earned
    </p>
  );
}

function Tickets() {
  const [search, setSearch] = useState("");
  const [status, setStatus] = useState<Status>("open");
  const [page, setPage] = useState(0);
  const { data, error, refetch } = useDeskTickets(search, status, page);

  function show(name: Status) {
    setStatus(name);
    setPage(0);
  }

  return (
    <>
      <input
        aria-label="Search devices"
        placeholder="Search devices"
        maxLength={100}
        value={search}
        onChange={(e) => setSearch(e.target.value)}
      />
      <div className="tabs">
        {STATUSES.map((name) => (
          <button
            key={name}
            type="button"
            className={name === status ? "tab active" : "tab"}
            aria-pressed={name === status}
            onClick={() => show(name)}
          >
            {name}
          </button>
        ))}
      </div>
      {error && <LoadError what="The tickets" retry={refetch} />}
      {data?.map((ticket) => (
        <DeskRow key={ticket.id} ticket={ticket} />
      ))}
      <Pager page={page} more={data?.length === PAGE_SIZE} onChange={setPage} />
    </>
  );
}

export default function Desk() {
  const { data: staff, error, refetch } = useStaff();
  if (error) return <LoadError what="Who works here" retry={refetch} />;
  if (!staff) return <p>Staff only</p>;
  return (
    <>
      <h1>Desk</h1>
      <Numbers />
      <Tickets />
    </>
  );
}
