import { Link } from "react-router-dom";

function Menu() {
  return (
    <nav aria-label="Shop" className="fixed left-0 top-0 min-h-screen overflow-y-auto">
      <Link to="/">Products</Link>
      <Link to="/notes">Notes</Link>
    </nav>
  );
}

export default function NotesPage() {
  return (
    <>
      <Menu />
      <main className="ml-64 min-h-screen p-8">
        <h1>Notes</h1>
      </main>
    </>
  );
}
