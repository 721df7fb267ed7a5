import { useState } from "react";

export default function InvitePage() {
  const [sending, setSending] = useState(false);
  const [told, setTold] = useState("");

  const invite = async (email: string) => {
    setSending(true);
    const answer = await fetch("/api/invitations", { method: "POST", body: JSON.stringify({ email }) });
    setTold(answer.ok ? "The invitation is on its way" : "That did not work");
    setSending(false);
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
