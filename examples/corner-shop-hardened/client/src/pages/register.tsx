import { useState, type FormEvent } from "react";
import { Link, useLocation } from "wouter";
import { useAuth } from "@/hooks/use-auth";

export default function RegisterPage() {
  const { registerMutation } = useAuth();
  const [, navigate] = useLocation();
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [accepted, setAccepted] = useState(false);

  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (!accepted) return;
    registerMutation.mutate({ name, email, password, acceptPrivacy: true }, { onSuccess: () => navigate("/") });
  };

  return (
    <form className="form card narrow" onSubmit={handleSubmit}>
      <h1>Create an account</h1>
      <label>
        Name
        <input
          autoComplete="name"
          value={name}
          onChange={(event) => setName(event.target.value)}
          maxLength={80}
          required
        />
      </label>
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
          autoComplete="new-password"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          minLength={8}
          maxLength={72}
          required
        />
      </label>
      <label className="check-label">
        <input
          type="checkbox"
          checked={accepted}
          onChange={(event) => setAccepted(event.target.checked)}
          required
        />
        <span>
          I have read how my data is used in the <Link href="/privacy">privacy notice</Link> and agree
        </span>
      </label>
      {registerMutation.error && <p className="error">{registerMutation.error.message}</p>}
      <button type="submit" disabled={registerMutation.isPending}>
        {registerMutation.isPending ? "Creating…" : "Register"}
      </button>
      <p>
        Already have an account? <Link href="/login">Sign in</Link>
      </p>
    </form>
  );
}
