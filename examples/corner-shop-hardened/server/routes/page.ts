import type { Response } from "express";
import type { Page } from "@shared/input";

/** Sends a page of a list. A full page names the cursor of the next one in `X-Next-Cursor`. */
export function sendPage(res: Response, rows: object[], page: Page, nextCursor: number | undefined): void {
  if (rows.length === page.limit && nextCursor !== undefined) res.set("X-Next-Cursor", String(nextCursor));
  res.json(rows);
}
