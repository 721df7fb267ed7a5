CREATE TABLE public.evenings (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  title text NOT NULL CHECK (char_length(title) <= 120),
  capacity integer NOT NULL
);
CREATE TABLE public.event_signups (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  evening_id uuid NOT NULL REFERENCES public.evenings (id),
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  UNIQUE (evening_id, user_id)
);
CREATE INDEX event_signups_evening_id_idx ON public.event_signups (evening_id);
ALTER TABLE public.evenings ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.event_signups ENABLE ROW LEVEL SECURITY;
CREATE POLICY "evenings" ON public.evenings FOR SELECT USING (true);
CREATE POLICY "own signups" ON public.event_signups FOR ALL TO authenticated
  USING ((SELECT auth.uid()) = user_id) WITH CHECK ((SELECT auth.uid()) = user_id);
