import axios from "axios";
import { useState } from "react";

export default function AccountPage() {
  const [state, setState] = useState("idle");
  const save = async () => {
    setState("saving");
    try {
      await axios.patch("/api/account", { name: "Ann" });
      setState("saved");
    } catch {
      setState("failed");
    }
  };
  return (
    <button type="button" onClick={save} disabled={state === "saving"}>
      Save {state === "saved" && "Done"} {state === "failed" && "Please try again"}
    </button>
  );
}
