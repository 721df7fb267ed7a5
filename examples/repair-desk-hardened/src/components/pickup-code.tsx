import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { messageOf, unwrap } from "@/lib/errors";
import { supabase } from "@/lib/supabase";

/** Shows the customer a code for picking up what was repaired. */
export function PickupCode({ ticketId }: { ticketId: string }) {
  const asking = useMutation({
    mutationFn: async () => unwrap(await supabase.functions.invoke<{ code: string }>("pickup-code", { body: { ticketId } })),
  });

  if (asking.data) return <p>Your code for picking it up: {asking.data.code}</p>;
  return (
    <p>
      <button type="button" onClick={() => asking.mutate()} disabled={asking.isPending}>
        Show my pick-up code
      </button>
      {asking.error && (
        <span className="error" role="alert">
          {messageOf(asking.error)}
        </span>
      )}
    </p>
  );
}

/** Where the desk types the code that a customer shows. */
export function CheckCode({ ticketId }: { ticketId: string }) {
  const [code, setCode] = useState("");
  const checking = useMutation({
    mutationFn: async () =>
      unwrap(await supabase.functions.invoke<{ right: boolean }>("pickup-code", { body: { ticketId, code } })),
  });

  function check(e: FormEvent) {
    e.preventDefault();
    checking.mutate();
  }

  return (
    <form onSubmit={check}>
      <input
        aria-label="Pick-up code"
        placeholder="Pick-up code"
        required
        pattern="\d{6}"
        value={code}
        onChange={(e) => setCode(e.target.value)}
      />
      <button type="submit" disabled={checking.isPending}>
        Check code
      </button>
      {checking.data && <p role="status">{checking.data.right ? "Hand it over" : "Wrong code"}</p>}
      {checking.error && (
        <p className="error" role="alert">
          {messageOf(checking.error)}
        </p>
      )}
    </form>
  );
}
