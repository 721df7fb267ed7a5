import { useMutation } from "@tanstack/react-query";
import { supabase } from "@/lib/supabase";

export default function NotesPage({ shop }: { shop: string }) {
  const begin = useMutation({
    mutationFn: async () => {
      const { data, error } = await supabase.from("talks").select("id").eq("shop_id", shop).maybeSingle();
      if (error) throw error;
      if (!data) {
        const { error: failed } = await supabase.from("talks").insert({ shop_id: shop });
        if (failed) throw failed;
      }
    },
  });

  return (
    <section>
      <button type="button" disabled={begin.isPending} onClick={() => begin.mutate()}>
        Talk
      </button>
      {begin.isError && <p role="alert">It did not begin. Please try again.</p>}
    </section>
  );
}
