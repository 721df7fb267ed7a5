import "server-only";
import { randomUUID } from "node:crypto";
import { NextResponse, type NextRequest } from "next/server";
import type { ZodTypeAny, z } from "zod";
import { describeError, logger } from "./logger";
import { requestSeconds } from "./metrics";

/** An error whose message is meant for the person who made the request. */
export class HttpError extends Error {
  constructor(
    readonly status: number,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = "HttpError";
  }
}

export interface Context<Params> {
  params: Promise<Params>;
}

type Handler<Params> = (request: NextRequest, context: Context<Params>, requestId: string) => Promise<Response>;

const MAX_BODY_BYTES = 64 * 1024;

export function parse<Schema extends ZodTypeAny>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new HttpError(400, result.error.issues[0].message);
}

/** The JSON body of a request, 64 kB at most. */
export async function readJson<Schema extends ZodTypeAny>(request: NextRequest, schema: Schema): Promise<z.output<Schema>> {
  if (Number(request.headers.get("content-length") ?? 0) > MAX_BODY_BYTES) throw new HttpError(413, "The request is too large");
  const body: unknown = await request.json().catch(() => null);
  return parse(schema, body);
}

function isUnavailable(error: unknown): boolean {
  const source = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(source instanceof Error)) return false;
  const code = "code" in source ? String(source.code) : "";
  return /^(ECONN|ETIMEDOUT|ENOTFOUND|EPIPE|08|53|57P)/.test(code) || /timeout exceeded|Connection terminated/.test(source.message);
}

function answerFor(error: unknown): { status: number; message: string } {
  if (error instanceof HttpError) return { status: error.status, message: error.message };
  if (isUnavailable(error)) return { status: 503, message: "We are having trouble. Please try again in a minute." };
  return { status: 500, message: "Something went wrong on our side" };
}

function failed(request: NextRequest, requestId: string, error: unknown): NextResponse {
  const { status, message } = answerFor(error);
  if (status >= 500) {
    logger.error({ requestId, path: request.nextUrl.pathname, error: describeError(error) }, "request failed");
  }
  const headers = status === 503 ? { "Retry-After": "30" } : undefined;
  return NextResponse.json({ error: message, requestId }, { status, headers });
}

/** A route handler with a request id, a log line, a measured time and an answer for every error. */
export function handle<Params>(route: string, run: Handler<Params>) {
  return async (request: NextRequest, context: Context<Params>): Promise<Response> => {
    const given = request.headers.get("x-request-id");
    const requestId = given && /^[\w-]{8,64}$/.test(given) ? given : randomUUID();
    const start = performance.now();
    const response = await run(request, context, requestId).catch((error: unknown) => failed(request, requestId, error));
    const seconds = (performance.now() - start) / 1000;
    requestSeconds.observe({ method: request.method, route, status: response.status }, seconds);
    logger.info({ requestId, method: request.method, route, status: response.status, seconds }, "request");
    response.headers.set("X-Request-Id", requestId);
    return response;
  };
}
