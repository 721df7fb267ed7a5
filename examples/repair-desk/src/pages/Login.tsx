import { useState, type FormEvent } from "react";
import { useNavigate } from "react-router-dom";
import { supabase } from "@/lib/supabase";

export default function Login() {
  const navigate = useNavigate();
  const [register, setRegister] = useState(false);
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [error, setError] = useState("");

  async function submit(e: FormEvent) {
    e.preventDefault();
    const { error } = register
      ? await supabase.auth.signUp({ email, password, options: { data: { full_name: name } } })
      : await supabase.auth.signInWithPassword({ email, password });
    if (error) {
      setError(error.message);
      return;
    }
    navigate("/tickets");
  }

  return (
    <>
      <h1>{register ? "Create an account" : "Log in"}</h1>
      <form onSubmit={submit}>
        {register && <input placeholder="Your name" value={name} onChange={(e) => setName(e.target.value)} />}
        <input type="email" placeholder="Email" value={email} onChange={(e) => setEmail(e.target.value)} />
        <input type="password" placeholder="Password" value={password} onChange={(e) => setPassword(e.target.value)} />
        <button type="submit">{register ? "Sign up" : "Log in"}</button>
        {error && <p className="error">{error}</p>}
      </form>
      <p className="muted" onClick={() => setRegister(!register)} style={{ cursor: "pointer" }}>
        {register ? "I have an account" : "I am new here"}
      </p>
    </>
  );
}
