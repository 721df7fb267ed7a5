import { useEffect, useState } from "react";
import { supabase } from "@/lib/supabase";

export function Guides({ device }: { device: string }) {
  const [guides, setGuides] = useState<any[]>([]);

  useEffect(() => {
    supabase.functions.invoke("guides", { body: { device } }).then(({ data }) => setGuides(data?.guides || []));
  }, [device]);

  if (guides.length === 0) return null;

  return (
    <>
      <h2>Repair it yourself</h2>
      {guides.map((guide) => (
        <p key={guide.url}>
          <a href={guide.url}>{guide.title}</a>
        </p>
      ))}
    </>
  );
}
