"use client";

const PACKS = [
  { id: "single", label: "1 credit", price: 15 },
  { id: "five", label: "5 credits", price: 65 },
  { id: "ten", label: "10 credits", price: 120 },
];

export default function CreditsPage() {
  async function buy(pack: string) {
    const res = await fetch("/api/credits/checkout", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ pack }),
    });
    const data = await res.json();
    window.location.href = data.url;
  }

  return (
    <>
      <h1>Buy credits</h1>
      <div className="grid">
        {PACKS.map((pack) => (
          <div key={pack.id} className="card">
            <h3>{pack.label}</h3>
            <p>€{pack.price}</p>
            <button onClick={() => buy(pack.id)}>Buy</button>
          </div>
        ))}
      </div>
    </>
  );
}
