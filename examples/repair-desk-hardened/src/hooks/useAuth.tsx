import type { User } from "@supabase/supabase-js";
import { useQuery } from "@tanstack/react-query";
import { createContext, useContext, useEffect, useState, type ReactNode } from "react";
import { unwrap } from "@/lib/errors";
import { supabase } from "@/lib/supabase";

interface Auth {
  user: User | null;
  loading: boolean;
}

const AuthContext = createContext<Auth>({ user: null, loading: true });

export function AuthProvider({ children }: { children: ReactNode }) {
  const [auth, setAuth] = useState<Auth>({ user: null, loading: true });

  useEffect(() => {
    // The first event tells who is signed in when the page opens
    const { data: listener } = supabase.auth.onAuthStateChange((_event, session) => {
      setAuth({ user: session?.user ?? null, loading: false });
    });
    return () => listener.subscription.unsubscribe();
  }, []);

  return <AuthContext.Provider value={auth}>{children}</AuthContext.Provider>;
}

export const useAuth = () => useContext(AuthContext);

/** Whether the signed-in person works at the desk. It only decides what is shown: the policies decide what is given. */
export function useStaff() {
  const { user } = useAuth();
  return useQuery({
    queryKey: ["staff", user?.id],
    enabled: user !== null,
    queryFn: async () => unwrap(await supabase.rpc("is_staff")) as boolean,
  });
}
