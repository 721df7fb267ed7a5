import { describeError, logger } from "./logger";
import { pageErrors } from "./metrics";

/** Counts and logs an error of a page or an action: the digest that the visitor sees stands beside the cause. */
export function reportError(error: unknown, path: string, kind: string): void {
  const digest = error instanceof Error && "digest" in error ? error.digest : undefined;
  pageErrors.inc({ kind });
  logger.error({ requestId: digest, path: path.split("?")[0], kind, error: describeError(error) }, "request failed");
}
