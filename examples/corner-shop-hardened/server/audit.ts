import type { Request } from "express";
import { auditLog } from "@shared/schema";
import { db, type Transaction } from "./db";

export interface AuditEntry {
  action: string;
  object: string;
  details?: Record<string, string | number>;
}

/** Adds a record of a sensitive action. Inside a transaction the record and the action stand or fall together. */
export async function audit(req: Request, entry: AuditEntry, writer: typeof db | Transaction = db): Promise<void> {
  const actor = req.user ? `user:${req.user.id}` : "anonymous";
  await writer.insert(auditLog).values({ actor, requestId: req.id, ...entry });
}
