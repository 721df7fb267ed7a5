import { describeError, logger } from "@/lib/logger";
import { handle, HttpError, parse } from "@/lib/http";
import { rowId } from "@/lib/input";
import { spotsLeft } from "@/lib/timetable";

export const dynamic = "force-dynamic";

const INTERVAL_MS = 5_000;

/** Tells how many spots are left, now and every five seconds, until the browser goes. */
export const GET = handle<{ id: string }>("/api/spots/[id]", async (request, { params }) => {
  const id = parse(rowId, (await params).id);
  const first = await spotsLeft(id);
  if (first === null) throw new HttpError(404, "Class not found");
  const encoder = new TextEncoder();
  let timer: NodeJS.Timeout | undefined;
  const stream = new ReadableStream({
    start(controller) {
      const tell = (spots: number) => controller.enqueue(encoder.encode(`data: ${spots}\n\n`));
      tell(first);
      timer = setInterval(() => {
        spotsLeft(id)
          .then((spots) => tell(spots ?? 0))
          .catch((error: unknown) => {
            // The browser opens the stream again
            logger.warn({ error: describeError(error) }, "live spots ended");
            clearInterval(timer);
            controller.error(error);
          });
      }, INTERVAL_MS);
    },
    cancel() {
      clearInterval(timer);
    },
  });
  request.signal.addEventListener("abort", () => clearInterval(timer));
  return new Response(stream, { headers: { "Content-Type": "text/event-stream", "Cache-Control": "no-cache" } });
});
