ALTER TABLE public.invoices ADD COLUMN deleted_at timestamptz;
