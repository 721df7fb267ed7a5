import CircuitBreaker from "opossum";
import { logger } from "./logger";

/** An answer of the other side that asking again does not change. */
export class Refused extends Error {}

/** Leaves a dead service alone for 30 s once half of the calls fail. The calls bound their own time. */
export function breakerFor<Given extends unknown[], Result>(
  name: string,
  call: (...given: Given) => Promise<Result>,
  isTheirAnswer: (error: unknown) => boolean = (error) => error instanceof Refused,
): CircuitBreaker<Given, Result> {
  const breaker = new CircuitBreaker(call, {
    timeout: false,
    errorThresholdPercentage: 50,
    volumeThreshold: 5,
    resetTimeout: 30_000,
    errorFilter: isTheirAnswer,
  });
  breaker.on("open", () => logger.error(`${name}: circuit opened`));
  breaker.on("close", () => logger.info(`${name}: circuit closed`));
  return breaker;
}
