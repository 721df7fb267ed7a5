CREATE TABLE public.appointments (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  starts_at timestamptz NOT NULL,
  status text NOT NULL DEFAULT 'pending' CHECK (status IN ('draft', 'pending', 'confirmed', 'cancelled', 'published'))
);
CREATE INDEX appointments_user_id_idx ON public.appointments (user_id);
ALTER TABLE public.appointments ENABLE ROW LEVEL SECURITY;
CREATE POLICY "own" ON public.appointments FOR SELECT TO authenticated USING ((SELECT auth.uid()) = user_id);
CREATE POLICY "taken" ON public.appointments FOR SELECT USING (status IN ('pending', 'confirmed'));
