import { useEffect, useState } from "react";
import { supabase } from "@/lib/supabase";

interface Step {
  id: string;
  name: string;
  done: boolean;
}

export default function ProductsPage() {
  const [steps, setSteps] = useState<Step[]>([]);
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    async function load() {
      const product = new URLSearchParams(window.location.search).get("product");
      const { data, error } = await supabase.from("steps").select("id, name, done").eq("product_id", product);
      if (error) setFailed(true);
      else setSteps(data);
    }
    void load();
  }, []);

  const done = steps.filter((step) => step.done).length;
  const open = steps.filter((step) => !step.done && step.name !== "").length;
  if (failed) return <p role="alert">The steps could not be loaded. Please try again.</p>;
  return (
    <section>
      <p>
        {done} done, {open} open
      </p>
      <ul>
        {steps.map((step) => (
          <li key={step.id}>{step.name}</li>
        ))}
      </ul>
    </section>
  );
}
