CREATE TABLE public.wishes (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  title text NOT NULL CHECK (char_length(title) <= 120),
  created_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE public.wishes ENABLE ROW LEVEL SECURITY;
CREATE POLICY "wishes are for all" ON public.wishes FOR SELECT USING (true);
CREATE POLICY "ask" ON public.wishes FOR INSERT WITH CHECK ((SELECT auth.uid()) = user_id);
