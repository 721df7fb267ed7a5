ALTER TABLE public.invoices ALTER COLUMN user_id DROP NOT NULL;
ALTER TABLE public.invoices DROP CONSTRAINT invoices_user_id_fkey;
ALTER TABLE public.invoices ADD CONSTRAINT invoices_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth.users (id) ON DELETE SET NULL;
