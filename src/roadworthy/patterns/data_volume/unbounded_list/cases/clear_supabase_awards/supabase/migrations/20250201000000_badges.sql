CREATE TABLE public.badge (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  code text NOT NULL,
  name text NOT NULL,
  description text NOT NULL,
  icon text NOT NULL,
  condition text NOT NULL,
  threshold integer NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE public.badge ENABLE ROW LEVEL SECURITY;
CREATE POLICY "badges are public" ON public.badge FOR SELECT USING (true);
