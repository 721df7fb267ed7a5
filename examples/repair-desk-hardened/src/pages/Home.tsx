import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router-dom";
import { LoadError } from "@/components/load-error";
import { PriceList } from "@/components/price-list";
import { unwrap } from "@/lib/errors";
import { supabase } from "@/lib/supabase";
import type { PublicFeedback } from "@/lib/types";

/** What the desk tells everybody just now, if anything. */
function Announcement() {
  const { data, error, refetch } = useQuery({
    queryKey: ["announcements"],
    queryFn: async (): Promise<{ text: string }[]> =>
      unwrap(
        await supabase.from("announcements").select("text").order("created_at", { ascending: false }).limit(1),
      ),
  });
  if (error) return <LoadError what="The announcement" retry={refetch} />;
  return data?.[0] ? <p>{data[0].text}</p> : null;
}

export default function Home() {
  const { data, error, refetch } = useQuery({
    queryKey: ["feedback"],
    queryFn: async () => unwrap(await supabase.rpc("public_feedback")) as PublicFeedback,
  });

  return (
    <>
      <div className="card">
        <h1>Don&apos;t bin it. Bring it.</h1>
        <p>Phones, laptops, lamps, jackets: we repair nearly everything within a week.</p>
        <Announcement />
        <Link to="/tickets/new">Open a ticket</Link>
      </div>
      <PriceList />
      <h2>What customers say {data?.average != null && `(${data.average} of 5)`}</h2>
      {error && <LoadError what="The feedback" retry={refetch} />}
      {data?.latest.map((item) => (
        <div key={item.id} className="card">
          {"★".repeat(item.rating)}
          <p>{item.comment}</p>
        </div>
      ))}
    </>
  );
}
