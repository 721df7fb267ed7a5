import { NextResponse, type NextRequest } from "next/server";
import { registry } from "@/lib/metrics";

export const dynamic = "force-dynamic";

/** For Prometheus on the machine itself; what came through the proxy is not answered. */
export async function GET(request: NextRequest) {
  const forwarded = request.headers.get("x-forwarded-for") ?? "";
  if (!/^(::1|(::ffff:)?127\.0\.0\.1)?$/.test(forwarded)) return NextResponse.json({ error: "Not found" }, { status: 404 });
  return new Response(await registry.metrics(), { headers: { "Content-Type": registry.contentType } });
}
