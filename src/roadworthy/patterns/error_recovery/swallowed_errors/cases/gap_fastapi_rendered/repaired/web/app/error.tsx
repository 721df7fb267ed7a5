"use client";

export default function ShopError({ reset }: { reset: () => void }) {
  return (
    <main>
      <p>The shop cannot be reached just now.</p>
      <button onClick={reset}>Try again</button>
    </main>
  );
}
