CREATE TABLE public.memberships (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  start_date date NOT NULL,
  end_date date NOT NULL CHECK (end_date > start_date),
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX memberships_user_id_idx ON public.memberships (user_id);
CREATE INDEX memberships_created_at_idx ON public.memberships (created_at);
ALTER TABLE public.memberships ENABLE ROW LEVEL SECURITY;
CREATE POLICY "people see memberships" ON public.memberships FOR SELECT TO authenticated USING (true);
