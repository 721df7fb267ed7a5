import { useState, type FormEvent } from "react";
import { useNavigate } from "react-router-dom";
import { supabase } from "@/lib/supabase";

export default function SignInPage() {
  const navigate = useNavigate();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [pending, setPending] = useState(false);

  async function register(event: FormEvent) {
    event.preventDefault();
    setPending(true);
    await supabase.auth.signUp({ email, password });
    setPending(false);
    navigate("/notes");
  }

  return (
    <form onSubmit={register}>
      <h1>Register</h1>
      <input aria-label="E-mail" type="email" value={email} onChange={(e) => setEmail(e.target.value)} />
      <input aria-label="Password" type="password" value={password} onChange={(e) => setPassword(e.target.value)} />
      <button type="submit" disabled={pending}>
        Register
      </button>
    </form>
  );
}
