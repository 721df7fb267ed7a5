import { useState } from "react";
import toast from "react-hot-toast";

export default function AccountPage() {
  const [pending, setPending] = useState(false);

  const leave = async () => {
    setPending(true);
    try {
      const answer = await fetch("/api/account", { method: "DELETE" });
      if (!answer.ok) throw new Error("refused");
      location.assign("/");
    } catch {
      toast.error("The account could not be deleted. Please try again.");
    } finally {
      setPending(false);
    }
  };

  return (
    <button type="button" disabled={pending} onClick={leave}>
      Delete my account
    </button>
  );
}
