import { useMutation, useQuery } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { LoadError } from "@/components/load-error";
import { SignedIn } from "@/components/signed-in";
import { messageOf, unwrap } from "@/lib/errors";
import { supabase } from "@/lib/supabase";

interface ProfileRow {
  full_name: string;
  phone: string | null;
  address: string | null;
}

function ProfileForm({ userId, profile }: { userId: string; profile: ProfileRow }) {
  const [form, setForm] = useState(profile);
  const saving = useMutation({
    mutationFn: async () => {
      const { full_name, phone, address } = form;
      const { error } = await supabase.from("profiles").update({ full_name, phone, address }).eq("id", userId);
      if (error) throw error;
    },
  });

  function save(e: FormEvent) {
    e.preventDefault();
    saving.mutate();
  }

  return (
    <form onSubmit={save}>
      <input
        aria-label="Name"
        placeholder="Name"
        maxLength={80}
        value={form.full_name}
        onChange={(e) => setForm({ ...form, full_name: e.target.value })}
      />
      <input
        aria-label="Phone"
        placeholder="Phone"
        maxLength={32}
        value={form.phone ?? ""}
        onChange={(e) => setForm({ ...form, phone: e.target.value })}
      />
      <textarea
        aria-label="Address"
        placeholder="Address"
        maxLength={300}
        value={form.address ?? ""}
        onChange={(e) => setForm({ ...form, address: e.target.value })}
      />
      <button type="submit" disabled={saving.isPending}>
        Save
      </button>
      {saving.isSuccess && <p role="status">Saved!</p>}
      {saving.error && (
        <p className="error" role="alert">
          {messageOf(saving.error)}
        </p>
      )}
    </form>
  );
}

async function download() {
  const data = unwrap(await supabase.rpc("export_my_data"));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([JSON.stringify(data, null, 2)], { type: "application/json" }));
  link.download = "repair-desk.json";
  link.click();
  URL.revokeObjectURL(link.href);
}

async function erase() {
  const { error } = await supabase.functions.invoke("delete-account");
  if (error) throw error;
  await supabase.auth.signOut({ scope: "local" });
}

function OwnData() {
  const [sure, setSure] = useState(false);
  const exporting = useMutation({ mutationFn: download });
  const erasing = useMutation({ mutationFn: erase });
  const error = exporting.error ?? erasing.error;

  return (
    <>
      <h2>Your data</h2>
      <button type="button" onClick={() => exporting.mutate()} disabled={exporting.isPending}>
        Download everything we have about you
      </button>{" "}
      {sure ? (
        <button type="button" onClick={() => erasing.mutate()} disabled={erasing.isPending}>
          Yes, delete my account and my photos for good
        </button>
      ) : (
        <button type="button" onClick={() => setSure(true)}>
          Delete my account
        </button>
      )}
      {error && (
        <p className="error" role="alert">
          {messageOf(error)}
        </p>
      )}
    </>
  );
}

function OwnProfile({ userId }: { userId: string }) {
  const { data, error, refetch } = useQuery({
    queryKey: ["profile", userId],
    queryFn: async (): Promise<ProfileRow> =>
      unwrap(await supabase.from("profiles").select("full_name, phone, address").eq("id", userId).single()),
  });
  if (error) return <LoadError what="Your profile" retry={refetch} />;
  if (!data) return <p>Loading...</p>;
  return (
    <>
      <ProfileForm userId={userId} profile={data} />
      <OwnData />
    </>
  );
}

export default function Profile() {
  return (
    <>
      <h1>Your profile</h1>
      <SignedIn>{(user) => <OwnProfile userId={user.id} />}</SignedIn>
    </>
  );
}
