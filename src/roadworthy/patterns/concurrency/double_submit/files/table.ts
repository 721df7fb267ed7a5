
// Requests that were carried out, so that a repeat of one gets its answer and does nothing again
export const idempotencyKeys = pgTable(
  "idempotency_keys",
  {
    id: serial("id").primaryKey(),
    requester: text("requester").notNull(),
    endpoint: text("endpoint").notNull(),
    key: text("key").notNull(),
    status: integer("status"),
    body: jsonb("body"),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex("idempotency_keys_requester_endpoint_key").on(table.requester, table.endpoint, table.key),
    index("idempotency_keys_created_at_idx").on(table.createdAt),
  ],
);
