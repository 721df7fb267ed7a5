import { useState } from "react";
import { supabase } from "@/lib/supabase";

export default function ProductsPage() {
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState("");

  const take = async (id: string) => {
    setBusy(true);
    const { data: who } = await supabase.auth.getUser();
    if (!who.user) {
      setSaid("Sign in first.");
    } else {
      const { data, error } = await supabase
        .from("jobs")
        .update({ worker_id: who.user.id, status: "accepted" })
        .eq("id", id)
        .is("worker_id", null)
        .select("id")
        .maybeSingle();
      setSaid(error || !data ? "It was not taken. Somebody may have been quicker." : "It is yours.");
    }
    setBusy(false);
  };

  return (
    <section>
      <h1>Jobs</h1>
      <p role="status">{said}</p>
      <button type="button" disabled={busy} onClick={() => take("first")}>
        Take it
      </button>
    </section>
  );
}
