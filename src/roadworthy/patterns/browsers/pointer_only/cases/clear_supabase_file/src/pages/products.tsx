import { useState } from "react";

export default function ProductsPage() {
  const [name, setName] = useState("");
  return (
    <section>
      <h1>Products</h1>
      <label className="cursor-pointer">
        Choose a picture
        <input
          type="file"
          accept="image/*"
          className="sr-only"
          onChange={(event) => setName(event.target.files?.[0]?.name ?? "")}
        />
      </label>
      <p>{name}</p>
    </section>
  );
}
