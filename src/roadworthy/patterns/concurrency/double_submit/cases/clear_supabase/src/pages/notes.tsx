import { supabase } from "@/lib/supabase";

export default function NotesPage({ productId }: { productId: string }) {
  async function like() {
    const { data, error } = await supabase.auth.getUser();
    if (error) throw error;
    const { error: failed } = await supabase.from("likes").insert({ user_id: data.user.id, product_id: productId });
    if (failed) throw failed;
  }

  return (
    <button type="button" onClick={like}>
      Like
    </button>
  );
}
