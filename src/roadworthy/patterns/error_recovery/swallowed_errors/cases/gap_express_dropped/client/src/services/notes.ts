export async function send(path: string, body: unknown): Promise<{ ok: boolean }> {
  try {
    const answer = await fetch(`/api/${path}`, { method: "POST", body: JSON.stringify(body) });
    return { ok: answer.ok };
  } catch {
    return { ok: false };
  }
}
