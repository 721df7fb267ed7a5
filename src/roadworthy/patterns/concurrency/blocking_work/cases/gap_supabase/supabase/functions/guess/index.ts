import { pbkdf2Sync } from "node:crypto";

Deno.serve(async () => {
  const key = pbkdf2Sync("a word", "salt", 600_000, 32, "sha256");
  return Response.json({ key: key.toString("hex").slice(0, 8) });
});
