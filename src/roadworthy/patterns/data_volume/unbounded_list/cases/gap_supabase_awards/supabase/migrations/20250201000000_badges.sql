CREATE TABLE public.user_badge (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  code text NOT NULL,
  name text NOT NULL,
  description text NOT NULL,
  icon text NOT NULL,
  condition text NOT NULL,
  threshold integer NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE public.user_badge ENABLE ROW LEVEL SECURITY;
CREATE POLICY "badges are public" ON public.user_badge FOR SELECT USING (true);
