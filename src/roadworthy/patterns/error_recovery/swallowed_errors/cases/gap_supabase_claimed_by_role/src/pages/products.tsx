import { useEffect, useState } from "react";
import { supabase } from "@/lib/supabase";

interface Task {
  id: string;
  name: string;
}

export default function ProductsPage() {
  const [tasks, setTasks] = useState<Task[]>([]);
  const [pending, setPending] = useState(false);
  const [told, setTold] = useState("");

  useEffect(() => {
    async function load() {
      const { data, error } = await supabase.from("tasks").select("id, name").is("helper_id", null).limit(20);
      if (error) setTold("The tasks could not be loaded. Please try again.");
      else setTasks(data);
    }
    void load();
  }, []);

  async function take(task: string) {
    setPending(true);
    const { data } = await supabase.auth.getUser();
    const { error } = await supabase.from("tasks").update({ helper_id: data.user?.id }).eq("id", task);
    setPending(false);
    setTold(error ? "It could not be taken. Please try again." : "It is yours now.");
  }

  async function ask() {
    setPending(true);
    const { data } = await supabase.auth.getUser();
    const { error } = await supabase.from("tasks").insert({ name: "Help me move", asker_id: data.user?.id });
    setPending(false);
    setTold(error ? "It could not be asked for. Please try again." : "It is asked for.");
  }

  return (
    <section>
      <button type="button" disabled={pending} onClick={() => void ask()}>
        Ask for help
      </button>
      {told && <p role="alert">{told}</p>}
      <ul>
        {tasks.map((task) => (
          <li key={task.id}>
            {task.name}
            <button type="button" disabled={pending} onClick={() => void take(task.id)}>
              Take it
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
