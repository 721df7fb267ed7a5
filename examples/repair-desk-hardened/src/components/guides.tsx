import { useQuery } from "@tanstack/react-query";
import { LoadError } from "@/components/load-error";
import { unwrap } from "@/lib/errors";
import { supabase } from "@/lib/supabase";

interface Guide {
  title: string;
  url: string;
}

export function Guides({ device }: { device: string }) {
  const { data, error, refetch } = useQuery({
    queryKey: ["guides", device],
    queryFn: async (): Promise<Guide[]> =>
      unwrap(await supabase.functions.invoke<{ guides: Guide[] }>("guides", { body: { device } })).guides,
  });

  if (error) return <LoadError what="Repair guides" retry={refetch} />;
  if (!data?.length) return null;
  return (
    <>
      <h2>Repair it yourself</h2>
      {data.map((guide) => (
        <p key={guide.url}>
          <a href={guide.url}>{guide.title}</a>
        </p>
      ))}
    </>
  );
}
