import { format } from "date-fns";
import { useEffect, useState, type FormEvent } from "react";
import { useNavigate, useParams } from "react-router-dom";
import { Feedback } from "@/components/Feedback";
import { Guides } from "@/components/Guides";
import { PickupCode } from "@/components/PickupCode";
import { useAuth } from "@/hooks/useAuth";
import { useComments } from "@/hooks/useComments";
import { photoUrl } from "@/lib/photos";
import { supabase } from "@/lib/supabase";

export default function Ticket() {
  const { id } = useParams();
  const navigate = useNavigate();
  const { user } = useAuth();
  const { comments, add } = useComments(id!);
  const [ticket, setTicket] = useState<any>(null);
  const [customer, setCustomer] = useState<any>(null);
  const [parts, setParts] = useState<any[]>([]);
  const [body, setBody] = useState("");

  useEffect(() => {
    async function load() {
      const { data: ticket } = await supabase.from("tickets").select("*").eq("id", id).single();
      const { data: customer } = await supabase.from("profiles").select("*").eq("id", ticket.customer_id).single();
      const { data: parts } = await supabase.from("ticket_parts").select("*, parts(name)").eq("ticket_id", id);
      setTicket(ticket);
      setCustomer(customer);
      setParts(parts || []);
    }
    load();
  }, [id]);

  async function send(e: FormEvent) {
    e.preventDefault();
    await add(user!.id, body);
    setBody("");
  }

  async function remove() {
    await supabase.from("tickets").delete().eq("id", id);
    navigate("/tickets");
  }

  async function copyLink() {
    await navigator.clipboard.writeText(window.location.href);
    alert("Link copied");
  }

  if (!ticket) return <p>Loading...</p>;

  return (
    <>
      <div className="card">
        <h1>{ticket.device}</h1>
        <p className="muted">
          {ticket.status}, opened {format(new Date(ticket.created_at), "d MMM yyyy")} by {customer?.full_name}
        </p>
        <p>{ticket.problem}</p>
        {ticket.photo_path && <img src={photoUrl(ticket.photo_path)} alt={ticket.device} style={{ maxWidth: "100%" }} />}
        {ticket.price && <p>Price: €{ticket.price.toFixed(2)}</p>}
        {parts.map((part) => (
          <p key={part.id} className="muted">
            {part.quantity} x {part.parts.name}
          </p>
        ))}
        {ticket.status === "ready" && <PickupCode ticketId={ticket.id} />}
        <button onClick={copyLink}>Copy link</button> <button onClick={remove}>Delete ticket</button>
      </div>
      <Guides device={ticket.device} />
      <h2>Conversation</h2>
      {comments.map((comment) => (
        <div key={comment.id} className="card">
          <b>{comment.profiles?.full_name}</b>
          <div dangerouslySetInnerHTML={{ __html: comment.body }} />
        </div>
      ))}
      <form onSubmit={send}>
        <textarea placeholder="Write a message" value={body} onChange={(e) => setBody(e.target.value)} />
        <button type="submit">Send</button>
      </form>
      {ticket.status === "done" && <Feedback ticketId={ticket.id} />}
    </>
  );
}
