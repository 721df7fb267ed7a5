export async function putObject(key: string, content?: Buffer): Promise<string> {
  const address = `${process.env.OBJECT_STORE_URL}/${key}`;
  await fetch(address, { method: "PUT", body: content, signal: AbortSignal.timeout(10_000) });
  return address;
}
