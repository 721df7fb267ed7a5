-- Customers clear orders from their list; the row stays for the books.
ALTER TABLE "orders" ADD COLUMN "hidden_at" timestamp with time zone;
