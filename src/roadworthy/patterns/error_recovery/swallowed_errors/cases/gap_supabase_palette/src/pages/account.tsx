import { Palette } from "@/components/palette";
import { useState } from "react";
import { useNavigate } from "react-router-dom";
import { supabase } from "@/lib/supabase";

export default function AccountPage() {
  const navigate = useNavigate();
  const [pending, setPending] = useState(false);
  const [failed, setFailed] = useState(false);

  async function leave() {
    setPending(true);
    const { error } = await supabase.functions.invoke("delete-account");
    setPending(false);
    setFailed(error !== null);
    if (!error) {
      await supabase.auth.signOut();
      navigate("/");
    }
  }

  return (
    <section>
      <h1>Account</h1>
      <button type="button" disabled={pending} onClick={leave}>
        Delete my account
      </button>
      {failed && <p role="alert">The account could not be deleted. Please try again.</p>}
      <Palette />
    </section>
  );
}
