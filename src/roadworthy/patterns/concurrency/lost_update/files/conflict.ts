/** A change that cannot be made because another request was faster; answered with 409. */
export class Conflict extends Error {
  readonly status = 409;
  readonly statusCode = 409;
}
