ALTER TABLE "notes"
  ADD COLUMN "price" numeric(10, 2) NOT NULL DEFAULT 0,
  ADD COLUMN "workspace" text NOT NULL;
