import { useMutation } from "@tanstack/react-query";
import { supabase } from "@/lib/supabase";

export default function AccountPage({ user, address }: { user: string; address: string }) {
  const choose = useMutation({
    mutationFn: async (id: string) => {
      const { error } = await supabase.from("addresses").update({ chosen: false }).eq("user_id", user);
      if (error) throw error;
      const { error: failed } = await supabase.from("addresses").update({ chosen: true }).eq("id", id);
      if (failed) throw failed;
    },
  });

  return (
    <section>
      <button type="button" disabled={choose.isPending} onClick={() => choose.mutate(address)}>
        Send it here
      </button>
      {choose.isError && <p role="alert">The address was not changed. Please try again.</p>}
    </section>
  );
}
