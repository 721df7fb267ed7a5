CREATE TABLE public.baskets (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  product text NOT NULL CHECK (char_length(product) <= 80),
  size text CHECK (char_length(size) <= 20),
  UNIQUE (user_id, product, size)
);
ALTER TABLE public.baskets ENABLE ROW LEVEL SECURITY;
CREATE POLICY "own baskets" ON public.baskets FOR ALL TO authenticated
  USING ((SELECT auth.uid()) = user_id) WITH CHECK ((SELECT auth.uid()) = user_id);
