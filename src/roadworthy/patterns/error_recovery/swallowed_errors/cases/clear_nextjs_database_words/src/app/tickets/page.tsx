import { closeTicket, renameTicket } from "./actions";

export default function TicketsPage() {
  return (
    <>
      <form action={async () => { await closeTicket("1"); }}>
        <button>Close</button>
      </form>
      <form action={async () => { await renameTicket("1", "Sea"); }}>
        <button>Rename</button>
      </form>
    </>
  );
}
