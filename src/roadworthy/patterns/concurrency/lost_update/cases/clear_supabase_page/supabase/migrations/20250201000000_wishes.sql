CREATE TABLE public.wishes (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  title text NOT NULL CHECK (char_length(title) <= 120),
  votes integer NOT NULL DEFAULT 0 CHECK (votes >= 0),
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX wishes_created_at_idx ON public.wishes (created_at DESC);

ALTER TABLE public.wishes ENABLE ROW LEVEL SECURITY;

CREATE POLICY "everyone sees wishes" ON public.wishes FOR SELECT USING (true);
CREATE POLICY "people vote" ON public.wishes FOR UPDATE TO authenticated USING (true) WITH CHECK (true);
