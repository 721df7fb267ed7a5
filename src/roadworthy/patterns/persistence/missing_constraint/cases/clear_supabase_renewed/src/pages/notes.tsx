import { useMutation } from "@tanstack/react-query";
import { supabase } from "@/lib/supabase";

export default function NotesPage({ user, street }: { user: string; street: string }) {
  const remove = useMutation({
    mutationFn: async () => {
      const { error } = await supabase.from("addresses").delete().eq("user_id", user);
      if (error) throw error;
    },
  });
  const add = useMutation({
    mutationFn: async () => {
      const { error } = await supabase.from("addresses").insert({ user_id: user, street });
      if (error) throw error;
    },
  });

  return (
    <section>
      <button type="button" disabled={remove.isPending} onClick={() => remove.mutate()}>
        Remove all
      </button>
      <button type="button" disabled={add.isPending} onClick={() => add.mutate()}>
        Add
      </button>
      {(remove.isError || add.isError) && <p role="alert">It was not saved. Please try again.</p>}
    </section>
  );
}
