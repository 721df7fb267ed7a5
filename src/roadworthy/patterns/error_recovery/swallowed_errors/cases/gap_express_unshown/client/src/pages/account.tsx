import axios from "axios";
import { useState, type FormEvent } from "react";

export default function AccountPage() {
  const [name, setName] = useState("");
  const [error, setError] = useState<string | null>(null);

  const save = async (event: FormEvent) => {
    event.preventDefault();
    try {
      await axios.patch("/api/account", { name });
    } catch (error: any) {
      console.error("could not save", error);
      setError("Your name could not be saved");
    }
  };

  return (
    <form onSubmit={save}>
      <label>
        Name <input value={name} maxLength={80} required onChange={(event) => setName(event.target.value)} />
      </label>
      <button type="submit">Save</button>
    </form>
  );
}
