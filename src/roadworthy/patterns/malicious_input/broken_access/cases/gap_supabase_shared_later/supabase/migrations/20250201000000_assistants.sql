CREATE TABLE public.assistants (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  name text NOT NULL CHECK (char_length(name) <= 80),
  api_key text NOT NULL CHECK (char_length(api_key) <= 200),
  sharing text NOT NULL DEFAULT 'private' CHECK (sharing IN ('private', 'public'))
);
CREATE INDEX assistants_user_id_idx ON public.assistants (user_id);
ALTER TABLE public.assistants ENABLE ROW LEVEL SECURITY;
CREATE POLICY "own" ON public.assistants FOR ALL TO authenticated
  USING ((SELECT auth.uid()) = user_id) WITH CHECK ((SELECT auth.uid()) = user_id);
CREATE POLICY "shared" ON public.assistants FOR SELECT USING (sharing <> 'private');
