import { useState, type FormEvent } from "react";
import { Link, useNavigate } from "react-router-dom";
import { PRIVACY_VERSION } from "@/lib/privacy";
import { supabase } from "@/lib/supabase";

export default function Login() {
  const navigate = useNavigate();
  const [register, setRegister] = useState(false);
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [pending, setPending] = useState(false);
  const [failed, setFailed] = useState(false);

  async function submit(e: FormEvent) {
    e.preventDefault();
    setPending(true);
    const data = { full_name: name, privacy_version: PRIVACY_VERSION };
    const { error } = register
      ? await supabase.auth.signUp({ email, password, options: { data } })
      : await supabase.auth.signInWithPassword({ email, password });
    setPending(false);
    setFailed(error !== null);
    if (!error) navigate("/tickets");
  }

  return (
    <>
      <h1>{register ? "Create an account" : "Log in"}</h1>
      <form onSubmit={submit}>
        {register && (
          <input
            aria-label="Your name"
            placeholder="Your name"
            required
            maxLength={80}
            value={name}
            onChange={(e) => setName(e.target.value)}
          />
        )}
        <input
          type="email"
          aria-label="Email"
          placeholder="Email"
          required
          maxLength={254}
          value={email}
          onChange={(e) => setEmail(e.target.value)}
        />
        <input
          type="password"
          aria-label="Password"
          placeholder="Password"
          required
          minLength={register ? 8 : 1}
          maxLength={72}
          value={password}
          onChange={(e) => setPassword(e.target.value)}
        />
        {register && (
          <p className="muted">
            By signing up you agree to how we keep your data: <Link to="/privacy">privacy notice</Link>.
          </p>
        )}
        <button type="submit" disabled={pending}>
          {register ? "Sign up" : "Log in"}
        </button>
        {failed && (
          <p className="error" role="alert">
            That did not work. Please check what you typed, and try again.
          </p>
        )}
      </form>
      <button type="button" onClick={() => setRegister(!register)}>
        {register ? "I have an account" : "I am new here"}
      </button>
    </>
  );
}
