import { useQuery } from "@tanstack/react-query";
import { unwrap } from "@/lib/errors";
import { supabase } from "@/lib/supabase";
import type { Part } from "@/lib/types";

const MANY = 200;

export function useParts() {
  return useQuery({
    queryKey: ["parts"],
    queryFn: async (): Promise<Part[]> =>
      unwrap(await supabase.from("parts").select("id, name, stock").order("name").limit(MANY)),
  });
}
