import { useState } from "react";
import { supabase } from "@/lib/supabase";

export default function ProductsPage() {
  const [title, setTitle] = useState("");
  const [step, setStep] = useState<"form" | "asking" | "failed" | "done">("form");

  const ask = async () => {
    setStep("asking");
    const { error } = await supabase.from("questions").insert({ title, body: "" });
    setStep(error ? "failed" : "done");
  };

  return (
    <section>
      {step === "form" && (
        <>
          <input aria-label="Title" value={title} maxLength={120} onChange={(e) => setTitle(e.target.value)} />
          <button onClick={ask} disabled={!title}>Ask</button>
        </>
      )}
      {step === "failed" && <p role="alert">The question was not stored. Please try again.</p>}
    </section>
  );
}
