import { useEffect, useState } from "react";
import { supabase } from "@/lib/supabase";

export default function AccountPage() {
  const [told, setTold] = useState("");

  useEffect(() => {
    void supabase.functions.invoke("exchange-rates", { body: {} }).then(({ data, error }) => {
      if (error || !data) {
        setTold("The rates could not be loaded");
        return;
      }
      setTold("Loaded");
    });
  }, []);

  async function remove() {
    const { error } = await supabase.functions.invoke("delete-account", { body: {} });
    setTold(error ? "That did not work" : "Gone");
  }

  return (
    <section>
      <p>{told}</p>
      <button onClick={() => remove()}>Delete</button>
    </section>
  );
}
