import { useState } from "react";
import { toast } from "sonner";

export default function NotesPage() {
  const [email, setEmail] = useState("");
  const [sending, setSending] = useState(false);

  const share = async () => {
    if (!email) {
      toast.error("To whom?");
      return;
    }
    setSending(true);
    setTimeout(() => {
      toast.success("E-mail sent");
      setEmail("");
      setSending(false);
    }, 1000);
  };

  return (
    <form>
      <input aria-label="E-mail" value={email} onChange={(event) => setEmail(event.target.value)} />
      <button type="button" disabled={sending} onClick={share}>
        Share
      </button>
    </form>
  );
}
