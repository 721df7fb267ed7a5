import { circuitBreaker, ConsecutiveBreaker, handleAll } from "npm:cockatiel@3.2.1";

const FAILURES = 3;
const LEFT_ALONE_MS = 30_000;

/** After three failures in a row a service is left alone for half a minute: whoever asks meanwhile fails at once. */
export function breaker() {
  return circuitBreaker(handleAll, { halfOpenAfter: LEFT_ALONE_MS, breaker: new ConsecutiveBreaker(FAILURES) });
}
