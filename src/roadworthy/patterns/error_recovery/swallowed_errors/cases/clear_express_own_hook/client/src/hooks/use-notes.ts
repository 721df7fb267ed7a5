import { useQuery } from "@tanstack/react-query";
import type { Note } from "@shared/schema";

export function useNotes() {
  return useQuery<Note[]>({ queryKey: ["/api/notes"] });
}
