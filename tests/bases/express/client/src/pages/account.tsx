import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import type { PublicUser } from "@shared/schema";
import { LoadError } from "@/components/load-error";
import { apiRequest, queryClient, useUser } from "@/lib/api";

function startAfresh(user: PublicUser | null) {
  queryClient.clear();
  queryClient.setQueryData(["/api/auth/user"], user);
}

function SignInForm() {
  const [isNew, setIsNew] = useState(false);
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [name, setName] = useState("");
  const enter = useMutation({
    mutationFn: async (): Promise<PublicUser> => {
      const answer = isNew
        ? await apiRequest("POST", "/api/auth/register", { email, password, name })
        : await apiRequest("POST", "/api/auth/login", { email, password });
      return answer.json();
    },
    onSuccess: startAfresh,
  });

  const submit = (event: FormEvent) => {
    event.preventDefault();
    enter.mutate();
  };

  return (
    <form onSubmit={submit}>
      <label>
        <input type="checkbox" checked={isNew} onChange={(event) => setIsNew(event.target.checked)} /> I am new here
      </label>
      <label>
        Email <input type="email" value={email} required onChange={(event) => setEmail(event.target.value)} />
      </label>
      <label>
        Password
        <input type="password" value={password} required onChange={(event) => setPassword(event.target.value)} />
      </label>
      {isNew && (
        <label>
          Name <input value={name} required onChange={(event) => setName(event.target.value)} />
        </label>
      )}
      <button type="submit" disabled={enter.isPending}>
        {isNew ? "Register" : "Sign in"}
      </button>
      {enter.error && <p role="alert">{enter.error.message}</p>}
    </form>
  );
}

function Account({ user }: { user: PublicUser }) {
  const leave = useMutation({
    mutationFn: () => apiRequest("POST", "/api/auth/logout"),
    onSuccess: () => startAfresh(null),
  });
  const erase = useMutation({
    mutationFn: () => apiRequest("DELETE", "/api/account"),
    onSuccess: () => startAfresh(null),
  });
  const busy = leave.isPending || erase.isPending;
  const error = leave.error ?? erase.error;
  return (
    <>
      <p>Hello {user.name}</p>
      <button type="button" disabled={busy} onClick={() => leave.mutate()}>
        Sign out
      </button>
      <button type="button" disabled={busy} onClick={() => erase.mutate()}>
        Delete my account and everything in it
      </button>
      {error && <p role="alert">{error.message}</p>}
    </>
  );
}

export default function AccountPage() {
  const { data: user, isLoading, error, refetch } = useUser();
  if (isLoading) return <p>Loading…</p>;
  if (error) return <LoadError error={error} retry={refetch} />;
  return (
    <>
      <h1>Account</h1>
      {user ? <Account user={user} /> : <SignInForm />}
    </>
  );
}
