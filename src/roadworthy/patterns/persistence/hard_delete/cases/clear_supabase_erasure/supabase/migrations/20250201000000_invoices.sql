CREATE TABLE public.invoices (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE RESTRICT,
  customer text NOT NULL CHECK (char_length(customer) <= 120),
  total numeric(10, 2) NOT NULL CHECK (total >= 0),
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX invoices_user_id_idx ON public.invoices (user_id);
ALTER TABLE public.invoices ENABLE ROW LEVEL SECURITY;
CREATE POLICY "own invoices" ON public.invoices FOR ALL TO authenticated
  USING ((SELECT auth.uid()) = user_id) WITH CHECK ((SELECT auth.uid()) = user_id);

CREATE FUNCTION public.delete_user() RETURNS void
LANGUAGE plpgsql SECURITY INVOKER SET search_path = ''
AS $$
DECLARE
  who uuid := auth.uid();
BEGIN
  DELETE FROM public.invoices WHERE user_id = who;
  DELETE FROM public.notes WHERE user_id = who;
END;
$$;
REVOKE ALL ON FUNCTION public.delete_user() FROM PUBLIC, anon;
