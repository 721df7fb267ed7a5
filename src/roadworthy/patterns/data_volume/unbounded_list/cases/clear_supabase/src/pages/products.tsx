import { useQuery } from "@tanstack/react-query";
import { supabase } from "@/lib/supabase";

async function listScenes() {
  const { data, error } = await supabase.from("scenes").select("id, title, words").order("place");
  if (error) throw error;
  return data;
}

export default function ProductsPage() {
  const scenes = useQuery({ queryKey: ["scenes"], queryFn: listScenes });
  if (scenes.isError) return <p role="alert">The scenes could not be loaded. Please try again.</p>;
  return (
    <ul>
      {scenes.data?.map((scene) => (
        <li key={scene.id}>
          {scene.title}: {scene.words}
        </li>
      ))}
    </ul>
  );
}
