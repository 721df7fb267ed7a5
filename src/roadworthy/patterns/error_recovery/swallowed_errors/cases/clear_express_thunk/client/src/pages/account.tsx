import { useEffect } from "react";
import { loadNames, store } from "@/lib/store";

export default function AccountPage() {
  const { items, state } = store.getState().names;
  useEffect(() => {
    store.dispatch(loadNames());
  }, []);
  return <p>{state === "failed" ? "They could not be read" : items.join(", ")}</p>;
}
