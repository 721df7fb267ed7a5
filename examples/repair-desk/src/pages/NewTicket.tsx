import { useEffect, useState, type FormEvent } from "react";
import { useNavigate } from "react-router-dom";
import { useAuth } from "@/hooks/useAuth";
import { uploadPhoto } from "@/lib/photos";
import { supabase } from "@/lib/supabase";

export default function NewTicket() {
  const navigate = useNavigate();
  const { user } = useAuth();
  const [draft, setDraft] = useState(() => JSON.parse(localStorage.getItem("draft") || '{"device":"","problem":""}'));
  const [photo, setPhoto] = useState<File | null>(null);

  useEffect(() => {
    localStorage.setItem("draft", JSON.stringify(draft));
  }, [draft]);

  async function submit(e: FormEvent) {
    e.preventDefault();
    if (!user) {
      navigate("/login");
      return;
    }
    const photo_path = photo ? await uploadPhoto(photo) : null;
    await supabase.from("tickets").insert({
      customer_id: user.id,
      device: draft.device,
      problem: draft.problem,
      photo_path,
    });
    localStorage.removeItem("draft");
    navigate("/tickets");
  }

  return (
    <>
      <h1>What is broken?</h1>
      <form onSubmit={submit}>
        <input
          placeholder="Device"
          value={draft.device}
          onChange={(e) => setDraft({ ...draft, device: e.target.value })}
        />
        <textarea
          placeholder="What happened?"
          value={draft.problem}
          onChange={(e) => setDraft({ ...draft, problem: e.target.value })}
        />
        <input type="file" onChange={(e) => setPhoto(e.target.files?.[0] ?? null)} />
        <button type="submit">Open ticket</button>
      </form>
    </>
  );
}
