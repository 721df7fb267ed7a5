/** The most rows of a list that one answer holds, and how many it holds when the client does not say. */
const MOST_ROWS = 100;
const FARTHEST = 1_000_000;

/** A page of a list: `limit` rows behind the first `offset`. */
export interface Page {
  limit: number;
  offset: number;
}

/** The page that `?limit=20&offset=40` asks for, within bounds. What is not a number counts as not said. */
export function pageOf(query: Record<string, unknown>): Page {
  return {
    limit: Math.min(Math.max(wholeNumber(query.limit, MOST_ROWS), 1), MOST_ROWS),
    offset: Math.min(Math.max(wholeNumber(query.offset, 0), 0), FARTHEST),
  };
}

function wholeNumber(value: unknown, otherwise: number): number {
  const number = typeof value === "string" ? Number.parseInt(value, 10) : Number.NaN;
  return Number.isNaN(number) ? otherwise : number;
}
