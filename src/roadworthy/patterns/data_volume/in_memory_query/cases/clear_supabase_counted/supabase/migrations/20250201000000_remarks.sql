CREATE TABLE public.remarks (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  product_id uuid NOT NULL REFERENCES public.products (id) ON DELETE CASCADE,
  name text NOT NULL CHECK (char_length(name) <= 120),
  done boolean NOT NULL DEFAULT false
);
CREATE INDEX remarks_product_id_idx ON public.remarks (product_id);
ALTER TABLE public.remarks ENABLE ROW LEVEL SECURITY;
CREATE POLICY "everyone sees remarks" ON public.remarks FOR SELECT USING (true);
