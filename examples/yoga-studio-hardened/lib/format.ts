const when = new Intl.DateTimeFormat("en-GB", {
  weekday: "short",
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
  timeZone: "Europe/London",
});

/** "Mon, 3 Feb, 18:00" in the studio's own time. */
export function formatTime(value: string | Date): string {
  return when.format(new Date(value));
}
