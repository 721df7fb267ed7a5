import { useEffect, useState, type FormEvent } from "react";
import { useAuth } from "@/hooks/useAuth";
import { supabase } from "@/lib/supabase";

export default function Profile() {
  const { user, profile } = useAuth();
  const [form, setForm] = useState<any>({});
  const [saved, setSaved] = useState(false);

  useEffect(() => {
    if (profile) setForm(profile);
  }, [profile]);

  async function save(e: FormEvent) {
    e.preventDefault();
    await supabase.from("profiles").update(form).eq("id", user!.id);
    setSaved(true);
  }

  if (!user) return <p>Please log in.</p>;

  return (
    <>
      <h1>Your profile</h1>
      <form onSubmit={save}>
        <input
          placeholder="Name"
          value={form.full_name ?? ""}
          onChange={(e) => setForm({ ...form, full_name: e.target.value })}
        />
        <input placeholder="Phone" value={form.phone ?? ""} onChange={(e) => setForm({ ...form, phone: e.target.value })} />
        <textarea
          placeholder="Address"
          value={form.address ?? ""}
          onChange={(e) => setForm({ ...form, address: e.target.value })}
        />
        <button type="submit">Save</button>
        {saved && <p className="muted">Saved!</p>}
      </form>
    </>
  );
}
