CREATE TABLE public.trackers (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  name text NOT NULL CHECK (char_length(name) <= 80),
  private_key text NOT NULL CHECK (char_length(private_key) <= 200)
);
CREATE INDEX trackers_user_id_idx ON public.trackers (user_id);
ALTER TABLE public.trackers ENABLE ROW LEVEL SECURITY;
CREATE POLICY "own trackers" ON public.trackers FOR ALL TO authenticated
  USING ((SELECT auth.uid()) = user_id) WITH CHECK ((SELECT auth.uid()) = user_id);
