const waiting = new Set<string>();

export async function askFor(phone: string): Promise<void> {
  if (waiting.size < 100) waiting.add(phone);
}
