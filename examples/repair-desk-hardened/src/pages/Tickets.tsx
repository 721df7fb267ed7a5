import { useState } from "react";
import { Link } from "react-router-dom";
import { LoadError } from "@/components/load-error";
import { Pager } from "@/components/pager";
import { SignedIn } from "@/components/signed-in";
import { PAGE_SIZE, useMyTickets } from "@/hooks/useTickets";
import { formatDay } from "@/lib/format";

function OwnTickets({ userId }: { userId: string }) {
  const [page, setPage] = useState(0);
  const { data, error, refetch } = useMyTickets(userId, page);
  if (error) return <LoadError what="Your tickets" retry={refetch} />;
  if (!data) return <p>Loading...</p>;
  return (
    <>
      {data.tickets.length === 0 && <p className="muted">Nothing to repair. Lucky you!</p>}
      {data.tickets.map((ticket) => {
        const photo = ticket.photo_path && data.photos.get(ticket.photo_path);
        return (
          <Link key={ticket.id} to={`/tickets/${ticket.id}`} className="card row">
            {photo && <img src={photo} alt={ticket.device} width={72} height={72} loading="lazy" />}
            <span>
              <b>{ticket.device}</b>
              <br />
              <span className="muted">
                {ticket.status}, since {formatDay(ticket.created_at)}
              </span>
            </span>
          </Link>
        );
      })}
      <Pager page={page} more={data.tickets.length === PAGE_SIZE} onChange={setPage} />
    </>
  );
}

export default function Tickets() {
  return (
    <>
      <h1>My tickets</h1>
      <Link to="/tickets/new">New ticket</Link>
      <SignedIn>{(user) => <OwnTickets userId={user.id} />}</SignedIn>
    </>
  );
}
