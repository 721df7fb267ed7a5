import type { Instrumentation } from "next";

/** Errors of pages and server actions. The logger and the metrics are Node's: the edge build leaves them out. */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { reportError } = await import("@/lib/report");
    reportError(error, request.path, context.routeType);
  }
};
