export async function countOf(productId: number): Promise<number> {
  const answer = await fetch(`https://stock.example.com/${productId}`, { signal: AbortSignal.timeout(2_000) });
  if (!answer.ok) throw new Error(`stock answered ${answer.status}`);
  return ((await answer.json()) as { count: number }).count;
}
