import { useState, type FormEvent } from "react";

export default function ContactPage() {
  const [text, setText] = useState("");
  const [told, setTold] = useState("");

  const send = async (event: FormEvent) => {
    event.preventDefault();
    const answer = await fetch("/api/contact", { method: "POST", body: JSON.stringify({ text }) });
    setTold(answer.ok ? "Thank you" : "That did not work");
  };

  return (
    <form onSubmit={send}>
      <textarea value={text} onChange={(event) => setText(event.target.value)} />
      <button>Send</button>
      <p>{told}</p>
    </form>
  );
}
