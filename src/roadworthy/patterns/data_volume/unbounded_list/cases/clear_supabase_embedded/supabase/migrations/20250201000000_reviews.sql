CREATE TABLE public.reviews (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  product_id uuid NOT NULL REFERENCES public.products (id) ON DELETE CASCADE,
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  body text NOT NULL CHECK (char_length(body) <= 1000)
);
CREATE INDEX reviews_product_id_idx ON public.reviews (product_id);
CREATE INDEX reviews_user_id_idx ON public.reviews (user_id);
ALTER TABLE public.reviews ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Reviews are public" ON public.reviews FOR SELECT USING (true);
CREATE POLICY "People write their own" ON public.reviews FOR INSERT WITH CHECK (auth.uid() = user_id);
