CREATE TABLE public.labels (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name text NOT NULL CHECK (char_length(name) <= 80),
  color text NOT NULL DEFAULT 'blue' CHECK (char_length(color) <= 20),
  created_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE public.labels ENABLE ROW LEVEL SECURITY;
CREATE POLICY "all" ON public.labels FOR ALL TO authenticated USING (true) WITH CHECK (true);
