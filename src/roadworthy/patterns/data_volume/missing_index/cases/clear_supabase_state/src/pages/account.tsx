import { useQuery } from "@tanstack/react-query";
import { supabase } from "@/lib/supabase";

interface Visit {
  id: string;
  room: string;
}

async function visitsOn(day: string): Promise<Visit[]> {
  const { data, error } = await supabase.from("visits").select("id, room").eq("day", day).in("status", ["planned", "over"]).limit(50);
  if (error) throw error;
  return data;
}

export default function AccountPage() {
  const day = new Date().toISOString().slice(0, 10);
  const { data, error } = useQuery({ queryKey: ["visits", day], queryFn: () => visitsOn(day) });
  if (error) return <p role="alert">The visits could not be loaded</p>;
  return (
    <ul>
      {data?.map((visit) => (
        <li key={visit.id}>{visit.room}</li>
      ))}
    </ul>
  );
}
