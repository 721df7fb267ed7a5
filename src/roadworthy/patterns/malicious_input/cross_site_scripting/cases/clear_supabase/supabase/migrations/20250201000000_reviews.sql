CREATE TABLE public.reviews (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  product_id uuid NOT NULL REFERENCES public.products (id) ON DELETE CASCADE,
  body text NOT NULL CHECK (char_length(body) <= 2000),
  approved boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (user_id, product_id)
);
CREATE INDEX reviews_product_id_idx ON public.reviews (product_id);

ALTER TABLE public.reviews ENABLE ROW LEVEL SECURITY;

CREATE POLICY "everyone reads reviews" ON public.reviews FOR SELECT USING (true);
CREATE POLICY "customers write reviews" ON public.reviews FOR INSERT TO authenticated
  WITH CHECK ((SELECT auth.uid()) = user_id);
