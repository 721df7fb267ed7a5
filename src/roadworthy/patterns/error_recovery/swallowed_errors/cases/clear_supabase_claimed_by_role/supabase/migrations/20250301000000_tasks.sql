CREATE TABLE public.tasks (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  asker_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  helper_id uuid REFERENCES auth.users (id) ON DELETE SET NULL,
  name text NOT NULL CHECK (char_length(name) <= 120)
);
ALTER TABLE public.tasks ENABLE ROW LEVEL SECURITY;
CREATE POLICY "all see tasks" ON public.tasks FOR SELECT TO authenticated USING (true);
CREATE POLICY "ask" ON public.tasks FOR INSERT TO authenticated WITH CHECK ((SELECT auth.uid()) = asker_id);
CREATE POLICY "askers change theirs" ON public.tasks FOR UPDATE TO authenticated USING ((SELECT auth.uid()) = asker_id);
CREATE POLICY "helpers change theirs" ON public.tasks FOR UPDATE TO authenticated
  USING (public.has_role((SELECT auth.uid()), 'customer') AND (helper_id IS NULL OR (SELECT auth.uid()) = helper_id));
