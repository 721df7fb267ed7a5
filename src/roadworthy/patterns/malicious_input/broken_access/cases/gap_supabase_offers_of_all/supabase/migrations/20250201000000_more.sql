CREATE TABLE public.offers (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name text NOT NULL CHECK (char_length(name) <= 80),
  price numeric(10, 2) NOT NULL CHECK (price >= 0),
  starts_on date NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE public.offers ENABLE ROW LEVEL SECURITY;
CREATE POLICY "all" ON public.offers FOR ALL TO authenticated USING (true) WITH CHECK (true);
