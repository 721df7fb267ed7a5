CREATE TABLE public.reviews (
  product_id uuid NOT NULL REFERENCES public.products (id) ON DELETE CASCADE,
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  words text NOT NULL,
  PRIMARY KEY (product_id, user_id)
);
CREATE INDEX reviews_user_id_idx ON public.reviews (user_id);
ALTER TABLE public.reviews ENABLE ROW LEVEL SECURITY;
CREATE POLICY "everyone reads reviews" ON public.reviews FOR SELECT USING (true);
CREATE POLICY "own reviews" ON public.reviews FOR INSERT TO authenticated WITH CHECK (auth.uid() = user_id);
