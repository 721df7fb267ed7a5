import { useState, type FormEvent } from "react";
import { Link } from "wouter";
import { useAuth } from "@/hooks/use-auth";

export default function LoginPage() {
  const { loginMutation } = useAuth();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");

  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    const next = new URLSearchParams(window.location.search).get("next") ?? "/";
    loginMutation.mutate({ email, password }, { onSuccess: () => window.location.assign(next) });
  };

  return (
    <form className="form card narrow" onSubmit={handleSubmit}>
      <h1>Sign in</h1>
      <label>
        Email
        <input
          type="email"
          autoComplete="email"
          value={email}
          onChange={(event) => setEmail(event.target.value)}
          required
        />
      </label>
      <label>
        Password
        <input
          type="password"
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          required
        />
      </label>
      {loginMutation.error && <p className="error">{loginMutation.error.message}</p>}
      <button type="submit" disabled={loginMutation.isPending}>
        {loginMutation.isPending ? "Signing in…" : "Sign in"}
      </button>
      <p>
        New here? <Link href="/register">Create an account</Link>
      </p>
    </form>
  );
}
