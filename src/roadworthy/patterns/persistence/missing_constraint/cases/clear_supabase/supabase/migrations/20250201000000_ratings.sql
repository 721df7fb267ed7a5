CREATE TABLE public.ratings (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  product_id uuid NOT NULL,
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  stars integer NOT NULL CHECK (stars BETWEEN 1 AND 5),
  UNIQUE (product_id, user_id)
);
CREATE INDEX ratings_user_id_idx ON public.ratings (user_id);
ALTER TABLE public.ratings ENABLE ROW LEVEL SECURITY;
CREATE POLICY "own ratings" ON public.ratings FOR ALL TO authenticated
  USING (auth.uid() = user_id) WITH CHECK (auth.uid() = user_id);
