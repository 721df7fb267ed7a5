CREATE TABLE public.steps (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  product_id uuid NOT NULL REFERENCES public.products (id) ON DELETE CASCADE,
  name text NOT NULL CHECK (char_length(name) <= 120),
  done boolean NOT NULL DEFAULT false
);
CREATE INDEX steps_product_id_idx ON public.steps (product_id);
ALTER TABLE public.steps ENABLE ROW LEVEL SECURITY;
CREATE POLICY "everyone sees steps" ON public.steps FOR SELECT USING (true);
