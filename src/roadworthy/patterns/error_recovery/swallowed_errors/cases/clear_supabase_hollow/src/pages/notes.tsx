import { useState } from "react";
import { toast } from "sonner";

export default function NotesPage() {
  const [chosen, setChosen] = useState<string[]>([]);

  const keep = (title: string) => {
    setChosen([...chosen, title]);
    toast.success("Added to the list");
  };
  const copy = () => {
    navigator.clipboard.writeText(chosen.join(", ")).then(
      () => toast.success("Copied"),
      () => toast.error("The list could not be copied"),
    );
  };

  return (
    <form>
      <button type="button" onClick={() => keep("Bread")}>
        Bread
      </button>
      <button type="button" onClick={copy}>
        Copy {chosen.length}
      </button>
    </form>
  );
}
