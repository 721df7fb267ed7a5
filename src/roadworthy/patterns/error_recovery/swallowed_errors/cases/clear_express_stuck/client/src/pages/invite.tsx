import { useState } from "react";

export default function InvitePage() {
  const [sending, setSending] = useState(false);
  const [told, setTold] = useState("");

  const invite = async (email: string) => {
    setSending(true);
    try {
      const answer = await fetch("/api/invitations", { method: "POST", body: JSON.stringify({ email }) });
      setTold(answer.ok ? "The invitation is on its way" : "That did not work");
    } catch {
      setTold("You seem to be offline");
    } finally {
      setSending(false);
    }
  };

  return (
    <>
      <Ask disabled={sending} onAsk={invite} />
      <p>{told}</p>
    </>
  );
}

function Ask({ disabled, onAsk }: { disabled: boolean; onAsk: (email: string) => void }) {
  return (
    <button disabled={disabled} onClick={() => onAsk("friend@example.com")}>
      Invite
    </button>
  );
}
