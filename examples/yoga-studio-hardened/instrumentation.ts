import type { Instrumentation } from "next";

/** Errors of pages and server actions: the digest that the visitor sees stands in the log with the cause. */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const [{ describeError, logger }, { pageErrors }] = await Promise.all([import("@/lib/logger"), import("@/lib/metrics")]);
  const digest = error instanceof Error && "digest" in error ? error.digest : undefined;
  pageErrors.inc({ kind: context.routeType });
  logger.error(
    { requestId: digest, path: request.path.split("?")[0], kind: context.routeType, error: describeError(error) },
    "request failed",
  );
};
