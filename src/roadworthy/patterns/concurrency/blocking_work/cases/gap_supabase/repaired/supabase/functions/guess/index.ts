const text = new TextEncoder();

Deno.serve(async () => {
  const word = await crypto.subtle.importKey("raw", text.encode("a word"), "PBKDF2", false, ["deriveBits"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: text.encode("salt"), iterations: 600_000 };
  const key = new Uint8Array(await crypto.subtle.deriveBits(how, word, 256));
  return Response.json({ key: key[0] });
});
