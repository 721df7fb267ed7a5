import { eq } from "drizzle-orm";
import type { NextRequest } from "next/server";
import { db } from "@/db";
import { classes } from "@/db/schema";

export const dynamic = "force-dynamic";

export async function GET(request: NextRequest, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const encoder = new TextEncoder();
  const stream = new ReadableStream({
    async start(controller) {
      const send = async () => {
        const [row] = await db
          .select({ spotsLeft: classes.spotsLeft })
          .from(classes)
          .where(eq(classes.id, Number(id)));
        if (row) controller.enqueue(encoder.encode(`data: ${row.spotsLeft}\n\n`));
      };
      await send();
      const timer = setInterval(send, 5000);
      request.signal.addEventListener("abort", () => {
        clearInterval(timer);
        controller.close();
      });
    },
  });
  return new Response(stream, { headers: { "Content-Type": "text/event-stream", "Cache-Control": "no-cache" } });
}
