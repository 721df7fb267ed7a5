CREATE TABLE public.visits (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  profile_id uuid NOT NULL REFERENCES public.profiles (id) ON DELETE CASCADE,
  reason text NOT NULL CHECK (char_length(reason) <= 500)
);
CREATE INDEX visits_profile_id_idx ON public.visits (profile_id);

CREATE FUNCTION public.my_profile() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$ SELECT id FROM public.profiles WHERE id = auth.uid() $$;

DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['visits'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('REVOKE ALL ON TABLE %I FROM PUBLIC, anon', t);
  END LOOP;
END
$$;

CREATE POLICY "own visits" ON public.visits FOR ALL TO authenticated
  USING (profile_id = public.my_profile()) WITH CHECK (profile_id = public.my_profile());
