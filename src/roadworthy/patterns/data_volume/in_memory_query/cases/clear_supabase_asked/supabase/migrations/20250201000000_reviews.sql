CREATE TABLE public.reviews (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  title text NOT NULL CHECK (char_length(title) <= 120),
  words text NOT NULL DEFAULT '' CHECK (char_length(words) <= 4000),
  stars integer NOT NULL CHECK (stars BETWEEN 1 AND 5),
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX reviews_user_id_idx ON public.reviews (user_id);
ALTER TABLE public.reviews ENABLE ROW LEVEL SECURITY;
CREATE POLICY "everyone sees reviews" ON public.reviews FOR SELECT USING (true);
CREATE POLICY "people add reviews" ON public.reviews FOR INSERT TO authenticated WITH CHECK ((SELECT auth.uid()) = user_id);
