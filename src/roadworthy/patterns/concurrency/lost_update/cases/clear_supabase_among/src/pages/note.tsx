import { useMutation, useQuery } from "@tanstack/react-query";
import { useAuth } from "@/contexts/auth";
import { supabase } from "@/lib/supabase";

export default function NotePage({ note }: { note: string }) {
  const { user } = useAuth();
  const { data: favorites = [], isError } = useQuery({
    queryKey: ["favorites", user.id],
    queryFn: async () => {
      const { data, error } = await supabase.from("favorites").select("note_id").eq("user_id", user.id).limit(200);
      if (error) throw error;
      return data;
    },
  });
  const add = useMutation({
    mutationFn: async (id: string) => {
      const { error } = await supabase.from("favorites").insert({ user_id: user.id, note_id: id });
      if (error) throw error;
    },
  });

  const keep = () => {
    if (!favorites.some((favorite) => favorite.note_id === note)) add.mutate(note);
  };

  return (
    <section>
      <button type="button" disabled={add.isPending} onClick={keep}>
        Keep
      </button>
      {(isError || add.isError) && <p role="alert">The note was not kept. Please try again.</p>}
    </section>
  );
}
