import { useMutation } from "@tanstack/react-query";
import { useEffect, useState, type FormEvent } from "react";
import { Link, useLocation } from "wouter";
import type { PublicUser } from "@shared/schema";
import { LoadError } from "@/components/load-error";
import { useAuth } from "@/hooks/use-auth";
import { useFavorites } from "@/hooks/use-favorites";
import { apiRequest, queryClient } from "@/lib/queryClient";

export default function ProfilePage() {
  const { user, isLoading } = useAuth();
  const { favorites, error: favoritesError, refetch: loadFavorites } = useFavorites();
  const [form, setForm] = useState({ name: "", phone: "", address: "" });

  useEffect(() => {
    if (user) {
      setForm({ name: user.name, phone: user.phone ?? "", address: user.address ?? "" });
    }
  }, [user]);

  const saveMutation = useMutation({
    mutationFn: async (): Promise<PublicUser> => {
      const res = await apiRequest("PATCH", "/api/profile", form);
      return res.json();
    },
    onSuccess: (updated) => queryClient.setQueryData(["/api/auth/user"], updated),
  });

  const pictureMutation = useMutation({
    mutationFn: async (file: File): Promise<PublicUser> => {
      const body = new FormData();
      body.append("picture", file);
      const res = await apiRequest("POST", "/api/profile/picture", body);
      return res.json();
    },
    onSuccess: (updated) => queryClient.setQueryData(["/api/auth/user"], updated),
  });

  const [, navigate] = useLocation();
  const eraseMutation = useMutation({
    mutationFn: async () => {
      await apiRequest("DELETE", "/api/account");
    },
    onSuccess: () => {
      queryClient.clear();
      queryClient.setQueryData(["/api/auth/user"], null);
      navigate("/");
    },
  });

  const handleErase = () => {
    if (window.confirm("Delete your account for good? This cannot be undone.")) eraseMutation.mutate();
  };

  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    saveMutation.mutate();
  };

  if (isLoading) return <p>Loading…</p>;
  if (!user) {
    return (
      <p>
        <Link href="/login">Sign in</Link> to see your profile.
      </p>
    );
  }

  return (
    <>
      <h1>Your profile</h1>
      <div className="row">
        {user.pictureUrl && (
          <img className="avatar" src={user.pictureUrl} alt="Your profile" width={72} height={72} />
        )}
        <label className="file-label">
          Change picture
          <input
            type="file"
            accept="image/png,image/jpeg,image/webp"
            disabled={pictureMutation.isPending}
            onChange={(event) => {
              const file = event.target.files?.[0];
              if (file) pictureMutation.mutate(file);
            }}
          />
        </label>
      </div>
      {pictureMutation.error && <p className="error">{pictureMutation.error.message}</p>}

      <form className="form" onSubmit={handleSubmit}>
        <label>
          Name
          <input
            value={form.name}
            onChange={(event) => setForm({ ...form, name: event.target.value })}
            maxLength={80}
            required
          />
        </label>
        <label>
          Phone
          <input
            type="tel"
            value={form.phone}
            onChange={(event) => setForm({ ...form, phone: event.target.value })}
            maxLength={32}
          />
        </label>
        <label>
          Address
          <textarea
            rows={3}
            maxLength={300}
            value={form.address}
            onChange={(event) => setForm({ ...form, address: event.target.value })}
          />
        </label>
        {saveMutation.error && <p className="error">{saveMutation.error.message}</p>}
        {saveMutation.isSuccess && <p className="success">Saved.</p>}
        <button type="submit" disabled={saveMutation.isPending}>
          {saveMutation.isPending ? "Saving…" : "Save"}
        </button>
      </form>

      <section>
        <h2>Favourites</h2>
        {favoritesError && <LoadError error={favoritesError} retry={loadFavorites} />}
        {favorites.length === 0 && !favoritesError && <p className="muted">Nothing here yet.</p>}
        <ul className="list">
          {favorites.map((favorite) => (
            <li key={favorite.id}>
              <Link href={`/products/${favorite.productId}`}>{favorite.product.name}</Link>
            </li>
          ))}
        </ul>
      </section>

      <section>
        <h2>Your data</h2>
        {eraseMutation.error && <p className="error">{eraseMutation.error.message}</p>}
        <div className="row">
          <a href="/api/account/export" download>
            Download my data
          </a>
          <button type="button" className="secondary" disabled={eraseMutation.isPending} onClick={handleErase}>
            {eraseMutation.isPending ? "Deleting…" : "Delete my account"}
          </button>
        </div>
      </section>
    </>
  );
}
