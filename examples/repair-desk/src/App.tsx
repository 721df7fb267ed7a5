import { BrowserRouter, Link, Route, Routes } from "react-router-dom";
import { AuthProvider, useAuth } from "@/hooks/useAuth";
import Desk from "@/pages/Desk";
import Home from "@/pages/Home";
import Login from "@/pages/Login";
import NewTicket from "@/pages/NewTicket";
import Parts from "@/pages/Parts";
import Profile from "@/pages/Profile";
import Ticket from "@/pages/Ticket";
import Tickets from "@/pages/Tickets";
import { supabase } from "@/lib/supabase";

function Nav() {
  const { user, profile } = useAuth();
  return (
    <nav>
      <Link to="/" className="brand">
        Repair Desk
      </Link>
      {user ? (
        <>
          <Link to="/tickets">My tickets</Link>
          {profile?.role === "staff" && (
            <>
              <Link to="/desk">Desk</Link>
              <Link to="/parts">Parts</Link>
            </>
          )}
          <Link to="/profile">Profile</Link>
          <button onClick={() => supabase.auth.signOut()}>Log out</button>
        </>
      ) : (
        <Link to="/login">Log in</Link>
      )}
    </nav>
  );
}

export default function App() {
  return (
    <AuthProvider>
      <BrowserRouter>
        <Nav />
        <main>
          <Routes>
            <Route path="/" element={<Home />} />
            <Route path="/login" element={<Login />} />
            <Route path="/tickets" element={<Tickets />} />
            <Route path="/tickets/new" element={<NewTicket />} />
            <Route path="/tickets/:id" element={<Ticket />} />
            <Route path="/desk" element={<Desk />} />
            <Route path="/parts" element={<Parts />} />
            <Route path="/profile" element={<Profile />} />
          </Routes>
        </main>
      </BrowserRouter>
    </AuthProvider>
  );
}
