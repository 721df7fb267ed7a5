import { useState } from "react";
import axios from "axios";
import { toast } from "sonner";

function RemoveNote({ onRemove }: { onRemove: () => Promise<void> }) {
  const leave = () => {
    onRemove();
    toast.success("The note was deleted");
  };
  return <button onClick={leave}>Delete</button>;
}

export default function AccountPage() {
  const [gone, setGone] = useState(false);
  const remove = async () => {
    try {
      await axios.delete("/api/notes/1");
      setGone(true);
    } catch (error) {
      toast.error("The note could not be deleted");
      throw error;
    }
  };
  return gone ? <p>Gone</p> : <RemoveNote onRemove={remove} />;
}
