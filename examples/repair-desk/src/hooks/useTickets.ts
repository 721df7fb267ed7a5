import { useEffect, useState } from "react";
import { supabase } from "@/lib/supabase";

/** The tickets of the signed-in customer. */
export function useMyTickets() {
  const [tickets, setTickets] = useState<any[]>([]);
  const [loading, setLoading] = useState(true);

  useEffect(() => {
    async function load() {
      const { data: auth } = await supabase.auth.getUser();
      const { data } = await supabase
        .from("tickets")
        .select("*")
        .eq("customer_id", auth.user?.id)
        .order("created_at", { ascending: false });
      setTickets(data || []);
      setLoading(false);
    }
    load();
  }, []);

  return { tickets, loading };
}

/** All tickets with the name of the customer, for the desk. */
export function useAllTickets(search: string) {
  const [tickets, setTickets] = useState<any[]>([]);

  useEffect(() => {
    async function load() {
      let query = supabase.from("tickets").select("*").order("created_at", { ascending: false });
      if (search) query = query.ilike("device", `%${search}%`);
      const { data } = await query;
      const result = [];
      for (const ticket of data || []) {
        const { data: customer } = await supabase.from("profiles").select("*").eq("id", ticket.customer_id).single();
        result.push({ ...ticket, customer });
      }
      setTickets(result);
    }
    load();
  }, [search]);

  return tickets;
}
