import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { BrowserRouter, Link, Route, Routes, useLocation } from "react-router-dom";
import { ErrorBoundary } from "@/components/error-boundary";
import { Visits } from "@/components/visits";
import { AuthProvider, useAuth, useStaff } from "@/hooks/useAuth";
import { supabase } from "@/lib/supabase";
import Home from "@/pages/Home";

const Desk = lazy(() => import("@/pages/Desk"));
const Login = lazy(() => import("@/pages/Login"));
const NewTicket = lazy(() => import("@/pages/NewTicket"));
const Parts = lazy(() => import("@/pages/Parts"));
const Privacy = lazy(() => import("@/pages/Privacy"));
const Profile = lazy(() => import("@/pages/Profile"));
const Ticket = lazy(() => import("@/pages/Ticket"));
const Tickets = lazy(() => import("@/pages/Tickets"));

const MAX_ATTEMPTS = 3;

const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      networkMode: "always",
      staleTime: 30_000,
      retry: MAX_ATTEMPTS - 1,
      retryDelay: (failures) => Math.min(500 * 2 ** failures, 5_000) * (0.5 + Math.random() / 2),
    },
    // A change is only repeated by the person; what adds something carries a key
    mutations: { retry: false, networkMode: "always" },
  },
});

function Nav() {
  const { user } = useAuth();
  const { data: staff } = useStaff();
  return (
    <nav aria-label="Main">
      <Link to="/" className="brand">
        Repair Desk
      </Link>
      {user ? (
        <>
          <Link to="/tickets">My tickets</Link>
          {staff && (
            <>
              <Link to="/desk">Desk</Link>
              <Link to="/parts">Parts</Link>
            </>
          )}
          <Link to="/profile">Profile</Link>
          <button type="button" onClick={() => supabase.auth.signOut({ scope: "local" })}>
            Log out
          </button>
        </>
      ) : (
        <Link to="/login">Log in</Link>
      )}
    </nav>
  );
}

function Pages() {
  const location = useLocation();
  return (
    <ErrorBoundary section="this page" resetKey={location.pathname}>
      <Suspense fallback={<p>Loading...</p>}>
        <Routes>
          <Route path="/" element={<Home />} />
          <Route path="/login" element={<Login />} />
          <Route path="/tickets" element={<Tickets />} />
          <Route path="/tickets/new" element={<NewTicket />} />
          <Route path="/tickets/:id" element={<Ticket />} />
          <Route path="/desk" element={<Desk />} />
          <Route path="/parts" element={<Parts />} />
          <Route path="/profile" element={<Profile />} />
          <Route path="/privacy" element={<Privacy />} />
          <Route path="*" element={<p>There is nothing here.</p>} />
        </Routes>
      </Suspense>
    </ErrorBoundary>
  );
}

export default function App() {
  return (
    <ErrorBoundary section="the repair desk">
      <QueryClientProvider client={queryClient}>
        <AuthProvider>
          <BrowserRouter>
            <Nav />
            <main>
              <Pages />
              <Visits />
            </main>
            <footer>
              <Link to="/privacy">Privacy</Link>
            </footer>
          </BrowserRouter>
        </AuthProvider>
      </QueryClientProvider>
    </ErrorBoundary>
  );
}
