import { useEffect, useState } from "react";
import { supabase } from "@/lib/supabase";

interface Step {
  id: string;
  name: string;
  done: boolean;
}

function StepList({ productId }: { productId: string }) {
  const [steps, setSteps] = useState<Step[]>([]);
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    async function load() {
      const { data, error } = await supabase.from("remarks").select("id, name, done").eq("product_id", productId);
      if (error) setFailed(true);
      else setSteps(data);
    }
    void load();
  }, [productId]);

  const done = steps.filter((step) => step.done).length;
  const open = steps.filter((step) => !step.done && step.name !== "").length;
  if (failed) return <p role="alert">The remarks could not be loaded. Please try again.</p>;
  return (
    <section>
      <p>
        {done} done, {open} open
      </p>
    </section>
  );
}

export default function ProductsPage() {
  const [chosen, setChosen] = useState("");
  return (
    <section>
      <input aria-label="Product" value={chosen} onChange={(event) => setChosen(event.target.value)} />
      {chosen !== "" && <StepList productId={chosen} />}
    </section>
  );
}
