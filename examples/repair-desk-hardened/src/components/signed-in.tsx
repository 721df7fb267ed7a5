import type { User } from "@supabase/supabase-js";
import type { ReactNode } from "react";
import { Link } from "react-router-dom";
import { useAuth } from "@/hooks/useAuth";

/** Shows what is for people who are signed in, and to everybody else where to sign in. */
export function SignedIn({ children }: { children: (user: User) => ReactNode }) {
  const { user, loading } = useAuth();
  if (loading) return <p>Loading...</p>;
  if (!user) {
    return (
      <p>
        Please <Link to="/login">log in</Link>.
      </p>
    );
  }
  return children(user);
}
