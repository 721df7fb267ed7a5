import { useNavigate } from "react-router-dom";
import { supabase } from "@/lib/supabase";

export default function AccountPage() {
  const navigate = useNavigate();

  async function leave() {
    await supabase.auth.signOut();
    navigate("/");
  }

  return (
    <section>
      <h1>Account</h1>
      <button type="button" onClick={leave}>
        Sign out
      </button>
    </section>
  );
}
