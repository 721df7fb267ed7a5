import "server-only";
import { randomUUID } from "node:crypto";
import { auditLog } from "@/db/schema";
import { db, type Transaction } from "@/db";

export interface AuditEntry {
  actor: number | "stripe";
  action: string;
  object: string;
  requestId?: string;
  details?: Record<string, string | number>;
}

/** Adds a record of a sensitive action. Inside a transaction the record and the action stand or fall together. */
export async function audit(entry: AuditEntry, writer: typeof db | Transaction = db): Promise<void> {
  const { actor, action, object, details, requestId = randomUUID() } = entry;
  await writer.insert(auditLog).values({
    actor: typeof actor === "number" ? `user:${actor}` : actor,
    action,
    object,
    requestId,
    details,
  });
}
