import { useMutation } from "@tanstack/react-query";
import { supabase } from "@/lib/supabase";

export default function NotesPage({ user, streets }: { user: string; streets: string[] }) {
  const keep = useMutation({
    mutationFn: async () => {
      const { error } = await supabase.from("addresses").delete().eq("user_id", user);
      if (error) throw error;
      const rows = streets.map((street) => ({ user_id: user, street }));
      const { error: failed } = await supabase.from("addresses").insert(rows);
      if (failed) throw failed;
    },
  });

  return (
    <section>
      <button type="button" disabled={keep.isPending} onClick={() => keep.mutate()}>
        Save
      </button>
      {keep.isError && <p role="alert">It was not saved. Please try again.</p>}
    </section>
  );
}
