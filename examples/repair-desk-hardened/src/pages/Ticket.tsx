import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate, useParams } from "react-router-dom";
import { Conversation } from "@/components/conversation";
import { Feedback } from "@/components/feedback";
import { Guides } from "@/components/guides";
import { LoadError } from "@/components/load-error";
import { PickupCode } from "@/components/pickup-code";
import { SignedIn } from "@/components/signed-in";
import { copyText } from "@/lib/browser";
import { messageOf, unwrap } from "@/lib/errors";
import { formatDay } from "@/lib/format";
import { photoUrls } from "@/lib/photos";
import { supabase } from "@/lib/supabase";
import type { TicketDetail } from "@/lib/types";

/** A ticket with its customer and parts in one request; null when it is not there for this person. */
async function readTicket(id: string) {
  const { data, error } = await supabase
    .from("tickets")
    .select("id, device, problem, status, price, photo_path, created_at, profiles(full_name), ticket_parts(id, quantity, parts(name))")
    .eq("id", id)
    .maybeSingle();
  if (error) throw error;
  if (!data) return null;
  const ticket = data as unknown as TicketDetail;
  const photos = await photoUrls(ticket.photo_path ? [ticket.photo_path] : []);
  return { ...ticket, photo: photos.get(ticket.photo_path ?? "") };
}

function CopyLink() {
  const [shown, setShown] = useState("");

  async function copy() {
    const link = window.location.href;
    setShown((await copyText(link)) ? "Copied!" : link);
  }

  return (
    <>
      <button type="button" onClick={copy}>
        Copy link
      </button>{" "}
      <span role="status">{shown}</span>
    </>
  );
}

function Details({ id, userId }: { id: string; userId: string }) {
  const navigate = useNavigate();
  const { data: ticket, error, refetch } = useQuery({ queryKey: ["ticket", id], queryFn: () => readTicket(id) });
  const removing = useMutation({
    mutationFn: async () => {
      const { error } = await supabase.rpc("archive_ticket", { ticket: id });
      if (error) throw error;
    },
    onSuccess: () => navigate("/tickets"),
  });

  if (error) return <LoadError what="The ticket" retry={refetch} />;
  if (ticket === undefined) return <p>Loading...</p>;
  if (ticket === null) return <p>There is no such ticket.</p>;
  return (
    <>
      <div className="card">
        <h1>{ticket.device}</h1>
        <p className="muted">
          {ticket.status}, opened {formatDay(ticket.created_at)} by {ticket.profiles?.full_name ?? "nobody we know"}
        </p>
        <p>{ticket.problem}</p>
        {ticket.photo && <img src={ticket.photo} alt={ticket.device} style={{ maxWidth: "100%" }} />}
        {ticket.price != null && <p>Price: €{Number(ticket.price).toFixed(2)}</p>}
        {ticket.ticket_parts.map((part) => (
          <p key={part.id} className="muted">
            {part.quantity} x {part.parts?.name}
          </p>
        ))}
        {ticket.status === "ready" && <PickupCode ticketId={ticket.id} />}
        <CopyLink />{" "}
        <button type="button" onClick={() => removing.mutate()} disabled={removing.isPending}>
          Delete ticket
        </button>
        {removing.error && (
          <p className="error" role="alert">
            {messageOf(removing.error)}
          </p>
        )}
      </div>
      <Guides device={ticket.device} />
      <Conversation ticketId={ticket.id} userId={userId} />
      {ticket.status === "done" && <Feedback ticketId={ticket.id} userId={userId} />}
    </>
  );
}

export default function Ticket() {
  const { id } = useParams();
  return <SignedIn>{(user) => <Details id={id ?? ""} userId={user.id} />}</SignedIn>;
}
