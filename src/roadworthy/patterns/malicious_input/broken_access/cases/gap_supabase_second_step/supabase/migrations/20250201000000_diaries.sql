CREATE TABLE public.diaries (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  entry text NOT NULL CHECK (char_length(entry) <= 5000)
);
CREATE INDEX diaries_user_id_idx ON public.diaries (user_id);
ALTER TABLE public.diaries ENABLE ROW LEVEL SECURITY;
CREATE POLICY "diaries need both steps" ON public.diaries FOR ALL TO authenticated
  USING ((SELECT auth.jwt() ->> 'aal') = 'aal2') WITH CHECK ((SELECT auth.jwt() ->> 'aal') = 'aal2');
