import { auditLog } from "@shared/schema";
import { db } from "./db";

type Writer = Pick<typeof db, "insert">;

/** Adds who did what. Inside a transaction the record and the action stand or fall together. */
export async function record(actor: number, action: string, writer: Writer = db): Promise<void> {
  await writer.insert(auditLog).values({ actor, action });
}
