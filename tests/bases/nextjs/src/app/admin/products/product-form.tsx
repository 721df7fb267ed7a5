"use client";

import { useActionState } from "react";
import { addProduct } from "./actions";

export function ProductForm() {
  const [state, action, pending] = useActionState(addProduct, {});
  return (
    <form action={action}>
      <label>
        Name <input name="name" required maxLength={120} />
      </label>
      <label>
        Price <input name="price" required inputMode="decimal" />
      </label>
      <label>
        Stock <input name="stock" type="number" min={0} max={100000} required />
      </label>
      <button type="submit" disabled={pending}>
        Add
      </button>
      {state.error && <p role="alert">{state.error}</p>}
    </form>
  );
}
