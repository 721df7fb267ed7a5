import { useMutation } from "@tanstack/react-query";
import { supabase } from "@/lib/supabase";

async function mark(id: string, chosen: boolean) {
  const { error } = chosen
    ? await supabase.from("addresses").update({ chosen: true }).eq("id", id)
    : await supabase.from("addresses").update({ chosen: false }).eq("id", id);
  if (error) throw error;
}

export default function AccountPage({ address }: { address: string }) {
  const forget = useMutation({ mutationFn: (id: string) => mark(id, false) });
  const choose = useMutation({ mutationFn: (id: string) => mark(id, true) });

  return (
    <section>
      <button type="button" disabled={forget.isPending} onClick={() => forget.mutate(address)}>
        Not here
      </button>
      <button type="button" disabled={choose.isPending} onClick={() => choose.mutate(address)}>
        Here
      </button>
      {(forget.isError || choose.isError) && <p role="alert">The address was not changed. Please try again.</p>}
    </section>
  );
}
