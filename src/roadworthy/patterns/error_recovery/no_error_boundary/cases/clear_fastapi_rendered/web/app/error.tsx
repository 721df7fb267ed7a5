"use client";

import Link from "next/link";

export default function ShopError({ reset }: { reset: () => void }) {
  return (
    <main>
      <p>The shop cannot be shown just now.</p>
      <button onClick={reset}>Try once more</button>
      <Link href="/">To the front page</Link>
    </main>
  );
}
