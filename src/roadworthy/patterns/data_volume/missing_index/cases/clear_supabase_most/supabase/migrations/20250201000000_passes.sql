CREATE TABLE public.passes (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  uses_left integer NOT NULL CHECK (uses_left >= 0),
  expires_at timestamptz NOT NULL
);
CREATE INDEX passes_user_id_idx ON public.passes (user_id);
ALTER TABLE public.passes ENABLE ROW LEVEL SECURITY;
CREATE POLICY "staff see passes" ON public.passes FOR SELECT TO authenticated
  USING (public.has_role((SELECT auth.uid()), 'admin'));
