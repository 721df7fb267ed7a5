import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState, type FormEvent } from "react";
import { useNavigate } from "react-router-dom";
import { SignedIn } from "@/components/signed-in";
import { createKey, safeStorage } from "@/lib/browser";
import { messageOf } from "@/lib/errors";
import { faultOf, uploadPhoto } from "@/lib/photos";
import { supabase } from "@/lib/supabase";

const DRAFT = "draft";

interface Draft {
  device: string;
  problem: string;
}

/** What was typed before, or nothing where it is missing or damaged. */
function readDraft(): Draft {
  try {
    const kept: Partial<Draft> | null = JSON.parse(safeStorage.get(DRAFT) ?? "null");
    return { device: String(kept?.device ?? ""), problem: String(kept?.problem ?? "") };
  } catch {
    return { device: "", problem: "" }; // a damaged draft is no draft
  }
}

function TicketForm({ userId }: { userId: string }) {
  const navigate = useNavigate();
  const [draft, setDraft] = useState(readDraft);
  const [photo, setPhoto] = useState<File | null>(null);
  const [fault, setFault] = useState("");
  const attempt = useRef(createKey());

  useEffect(() => safeStorage.set(DRAFT, JSON.stringify(draft)), [draft]);

  // The same key until it came through, so that a second click or a retry is no second ticket
  const opening = useMutation({
    mutationFn: async () => {
      const photo_path = photo ? await uploadPhoto(userId, photo) : null;
      const row = { customer_id: userId, ...draft, photo_path, idempotency_key: attempt.current };
      const { error } = await supabase
        .from("tickets")
        .upsert(row, { onConflict: "customer_id,idempotency_key", ignoreDuplicates: true });
      if (error) throw error;
    },
    onSuccess: () => {
      safeStorage.remove(DRAFT);
      navigate("/tickets");
    },
  });

  function choose(file: File | null) {
    setFault(file ? faultOf(file) : "");
    setPhoto(file && !faultOf(file) ? file : null);
  }

  function submit(e: FormEvent) {
    e.preventDefault();
    opening.mutate();
  }

  return (
    <form onSubmit={submit}>
      <input
        aria-label="Device"
        placeholder="Device"
        required
        maxLength={120}
        value={draft.device}
        onChange={(e) => setDraft({ ...draft, device: e.target.value })}
      />
      <textarea
        aria-label="What happened?"
        placeholder="What happened?"
        required
        maxLength={4000}
        value={draft.problem}
        onChange={(e) => setDraft({ ...draft, problem: e.target.value })}
      />
      <input
        type="file"
        aria-label="Photo"
        accept="image/png,image/jpeg,image/webp"
        onChange={(e) => choose(e.target.files?.[0] ?? null)}
      />
      {fault && <p className="error">{fault}</p>}
      <button type="submit" disabled={opening.isPending}>
        Open ticket
      </button>
      {opening.error && (
        <p className="error" role="alert">
          {messageOf(opening.error)}
        </p>
      )}
    </form>
  );
}

export default function NewTicket() {
  return (
    <>
      <h1>What is broken?</h1>
      <SignedIn>{(user) => <TicketForm userId={user.id} />}</SignedIn>
    </>
  );
}
