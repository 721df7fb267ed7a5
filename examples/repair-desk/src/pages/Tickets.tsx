import { format } from "date-fns";
import { Link, useNavigate } from "react-router-dom";
import { useMyTickets } from "@/hooks/useTickets";
import { photoUrl } from "@/lib/photos";

export default function Tickets() {
  const navigate = useNavigate();
  const { tickets, loading } = useMyTickets();

  if (loading) return <p>Loading...</p>;

  return (
    <>
      <h1>My tickets</h1>
      <Link to="/tickets/new">New ticket</Link>
      {tickets.length === 0 && <p className="muted">Nothing to repair. Lucky you!</p>}
      {tickets.map((ticket) => (
        <div key={ticket.id} className="card row" onClick={() => navigate(`/tickets/${ticket.id}`)}>
          {ticket.photo_path && <img src={photoUrl(ticket.photo_path)} alt={ticket.device} />}
          <div>
            <b>{ticket.device}</b>
            <p className="muted">
              {ticket.status}, since {format(new Date(ticket.created_at), "d MMM yyyy")}
            </p>
          </div>
        </div>
      ))}
    </>
  );
}
