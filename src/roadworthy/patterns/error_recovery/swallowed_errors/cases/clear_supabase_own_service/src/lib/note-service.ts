import { supabase } from "./supabase";

export interface Note {
  id: string;
  title: string;
}

export async function renameNote(id: string, title: string) {
  const { data, error } = await supabase.from("notes").update({ title }).eq("id", id).select("id").single();
  return { data, error };
}

export const noteService = {
  async remove(id: string): Promise<boolean> {
    const { error } = await supabase.from("notes").delete().eq("id", id);
    if (error) {
      console.error(error);
      return false;
    }
    return true;
  },
};
