import { useQuery } from "@tanstack/react-query";
import { supabase } from "@/lib/supabase";

async function listClients() {
  const { data, error } = await supabase.from("clients").select("id, name, phone").order("name").limit(50);
  if (error) throw error;
  return data;
}

export default function NotesPage() {
  const clients = useQuery({ queryKey: ["clients"], queryFn: listClients });
  if (clients.isError) return <p role="alert">Your clients could not be loaded. Please try again.</p>;
  return (
    <ul>
      {clients.data?.map((client) => (
        <li key={client.id}>
          {client.name}: {client.phone}
        </li>
      ))}
    </ul>
  );
}
