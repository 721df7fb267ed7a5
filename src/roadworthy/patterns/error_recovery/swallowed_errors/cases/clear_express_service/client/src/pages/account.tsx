import { useEffect, useState } from "react";
import { latestNote } from "@/services/notes";

export default function AccountPage() {
  const [note, setNote] = useState<string | null>(null);
  const [told, setTold] = useState("");
  useEffect(() => {
    latestNote().then(setNote).catch(() => setTold("It could not be read"));
  }, []);
  return <p>{note ?? "You have written nothing"} {told}</p>;
}
