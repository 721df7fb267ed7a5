import { useState } from "react";
import { send } from "@/services/notes";

export default function AccountPage() {
  const [submitted, setSubmitted] = useState(false);
  const submit = async () => {
    const { ok } = await send("notes", { title: "x" });
    if (ok) setSubmitted(true);
    else alert("It could not be sent");
  };
  return submitted ? <p>Thank you</p> : <button onClick={submit}>Send</button>;
}
