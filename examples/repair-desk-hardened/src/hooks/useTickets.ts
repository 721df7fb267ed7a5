import { useQuery } from "@tanstack/react-query";
import { unwrap } from "@/lib/errors";
import { photoUrls } from "@/lib/photos";
import { supabase } from "@/lib/supabase";
import type { DeskNumbers, DeskTicket, Status, TicketRow } from "@/lib/types";

export const PAGE_SIZE = 20;

const rangeOf = (page: number) => [page * PAGE_SIZE, page * PAGE_SIZE + PAGE_SIZE - 1] as const;

/** A page of the customer's own tickets, the newest first, with their photos. */
export function useMyTickets(userId: string, page: number) {
  return useQuery({
    queryKey: ["tickets", userId, page],
    queryFn: async () => {
      const tickets: TicketRow[] = unwrap(
        await supabase
          .from("tickets")
          .select("id, device, status, photo_path, created_at")
          .eq("customer_id", userId)
          .is("archived_at", null)
          .order("created_at", { ascending: false })
          .range(...rangeOf(page)),
      );
      return { tickets, photos: await photoUrls(tickets.flatMap(({ photo_path }) => photo_path ?? [])) };
    },
  });
}

/** A page of all tickets in one state, with the customer, for the desk. */
export function useDeskTickets(search: string, status: Status, page: number) {
  return useQuery({
    queryKey: ["desk", search, status, page],
    queryFn: async () => {
      let query = supabase
        .from("tickets")
        .select("id, device, status, price, photo_path, created_at, profiles(full_name, phone, address)")
        .eq("status", status);
      if (search) query = query.ilike("device", `%${search}%`);
      const rows = await query.order("created_at", { ascending: false }).range(...rangeOf(page));
      return unwrap(rows) as unknown as DeskTicket[];
    },
  });
}

export function useDeskNumbers() {
  return useQuery({
    queryKey: ["numbers"],
    queryFn: async () => unwrap(await supabase.rpc("desk_numbers")) as DeskNumbers,
  });
}
