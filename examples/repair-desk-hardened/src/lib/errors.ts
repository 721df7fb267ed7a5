import * as Sentry from "@sentry/react";

/** Reports an error and says it to the person, with the reference of the report. */
export function messageOf(error: unknown): string {
  const reference = Sentry.captureException(error);
  return `That did not work. Please try again. (reference ${reference.slice(0, 8)})`;
}

/** The data of an answer of the project; its error is thrown. */
export function unwrap<Data>({ data, error }: { data: Data; error: unknown }): NonNullable<Data> {
  if (error) throw error;
  return data as NonNullable<Data>;
}
