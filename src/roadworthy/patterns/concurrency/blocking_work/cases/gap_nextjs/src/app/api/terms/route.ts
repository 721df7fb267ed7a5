import { readFileSync } from "node:fs";
import path from "node:path";

export const dynamic = "force-dynamic";

export async function GET() {
  return new Response(readFileSync(path.join(process.cwd(), "docs/terms.md"), "utf8"));
}
