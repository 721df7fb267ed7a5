import { useState } from "react";
import { send } from "@/services/notes";

export default function AccountPage() {
  const [submitted, setSubmitted] = useState(false);
  const submit = async () => {
    await send("notes", { title: "x" });
    setSubmitted(true);
  };
  return submitted ? <p>Thank you</p> : <button onClick={submit}>Send</button>;
}
