import { useEffect, useState } from "react";
import { supabase } from "@/lib/supabase";

interface Picture {
  id: string;
  title: string;
  remarks: { id: string }[];
}

export default function ProductsPage() {
  const [pictures, setPictures] = useState<Picture[]>([]);
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    supabase
      .from("pictures")
      .select("id, title, remarks(*)")
      .order("created_at", { ascending: false })
      .limit(20)
      .then(({ data, error }) => (error ? setFailed(true) : setPictures(data ?? [])));
  }, []);

  if (failed) return <p role="alert">The pictures could not be loaded. Please try again.</p>;
  return (
    <ul>
      {pictures.map((picture) => (
        <li key={picture.id}>
          {picture.title} ({picture.remarks.length})
        </li>
      ))}
    </ul>
  );
}
