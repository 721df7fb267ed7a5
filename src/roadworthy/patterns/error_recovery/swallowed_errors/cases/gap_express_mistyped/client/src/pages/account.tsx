import { useState } from "react";

export function AccountPage() {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [said, setSaid] = useState("");

  const enter = async () => {
    try {
      const answer = await fetch("/api/auth/login", { method: "POST", body: JSON.stringify({ email, password }) });
      if (!answer.ok) throw new Error(String(answer.status));
      window.location.assign("/");
    } catch (err) {
      console.error(err);
      setSaid("Invalid email or password. Please try again.");
    }
  };

  return (
    <form action={enter}>
      <input aria-label="E-mail" value={email} onChange={(event) => setEmail(event.target.value)} />
      <input aria-label="Password" type="password" value={password} onChange={(event) => setPassword(event.target.value)} />
      <button type="submit">Sign in</button>
      <p role="alert">{said}</p>
    </form>
  );
}
