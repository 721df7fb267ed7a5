import axios from "axios";
import { useState } from "react";

export default function AccountPage() {
  const [title, setTitle] = useState("");

  const keep = () => {
    axios.post("/api/products/seen", { title });
    setTitle("");
  };

  return (
    <>
      <h1>Account</h1>
      <input aria-label="Title" value={title} onChange={(event) => setTitle(event.target.value)} />
      <button type="button" onClick={keep}>
        Keep
      </button>
    </>
  );
}
