import { useState, type FormEvent } from "react";
import { useNavigate } from "react-router-dom";
import { supabase } from "@/lib/supabase";

export default function SignInPage() {
  const navigate = useNavigate();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [pending, setPending] = useState(false);
  const [failed, setFailed] = useState(false);

  async function register(event: FormEvent) {
    event.preventDefault();
    setPending(true);
    const { error } = await supabase.auth.signUp({ email, password });
    setPending(false);
    setFailed(error !== null);
    if (!error) navigate("/notes");
  }

  return (
    <form onSubmit={register}>
      <h1>Register</h1>
      <input aria-label="E-mail" type="email" value={email} onChange={(e) => setEmail(e.target.value)} />
      <input aria-label="Password" type="password" value={password} onChange={(e) => setPassword(e.target.value)} />
      <button type="submit" disabled={pending}>
        Register
      </button>
      {failed && <p role="alert">That did not work. Please try again.</p>}
    </form>
  );
}
