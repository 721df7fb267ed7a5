CREATE TABLE public.visits (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  room text NOT NULL CHECK (char_length(room) <= 40),
  day date NOT NULL,
  status text NOT NULL DEFAULT 'planned' CHECK (status IN ('planned', 'over'))
);
CREATE INDEX visits_user_id_idx ON public.visits (user_id);
CREATE INDEX visits_status_idx ON public.visits (status);
ALTER TABLE public.visits ENABLE ROW LEVEL SECURITY;
CREATE POLICY "staff see visits" ON public.visits FOR SELECT TO authenticated
  USING (public.has_role((SELECT auth.uid()), 'admin'));
