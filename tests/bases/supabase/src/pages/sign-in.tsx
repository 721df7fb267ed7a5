import { useState, type FormEvent } from "react";
import { useNavigate } from "react-router-dom";
import { supabase } from "@/lib/supabase";

export default function SignInPage() {
  const navigate = useNavigate();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [pending, setPending] = useState(false);
  const [failed, setFailed] = useState(false);

  async function enter(register: boolean) {
    setPending(true);
    const given = { email, password };
    const { error } = register ? await supabase.auth.signUp(given) : await supabase.auth.signInWithPassword(given);
    setPending(false);
    setFailed(error !== null);
    if (!error) navigate("/notes");
  }

  function signIn(event: FormEvent) {
    event.preventDefault();
    void enter(false);
  }

  return (
    <form onSubmit={signIn}>
      <h1>Sign in</h1>
      <input aria-label="E-mail" type="email" value={email} onChange={(e) => setEmail(e.target.value)} />
      <input aria-label="Password" type="password" value={password} onChange={(e) => setPassword(e.target.value)} />
      <button type="submit" disabled={pending}>
        Sign in
      </button>
      <button type="button" disabled={pending} onClick={() => enter(true)}>
        Register
      </button>
      {failed && <p role="alert">That did not work. Please check what you typed.</p>}
    </form>
  );
}
