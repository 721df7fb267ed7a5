import create from "zustand";
import { supabase } from "@/lib/supabase";

interface Membership {
  id: string;
  end_date: string;
}

interface Memberships {
  memberships: Membership[];
  failed: boolean;
  load: () => Promise<void>;
}

export const useMemberships = create<Memberships>((set) => ({
  memberships: [],
  failed: false,
  load: async () => {
    const { data, error } = await supabase.from("memberships").select("id, end_date").order("created_at");
    if (error) set({ failed: true });
    else set({ memberships: data });
  },
}));
