CREATE TABLE public.threads (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  host_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  guest_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  created_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE public.threads ENABLE ROW LEVEL SECURITY;
CREATE POLICY "own threads" ON public.threads FOR SELECT TO authenticated USING ((SELECT auth.uid()) = host_id OR (SELECT auth.uid()) = guest_id);
CREATE TABLE public.letters (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  thread_id uuid NOT NULL REFERENCES public.threads (id) ON DELETE CASCADE,
  sender_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  words text NOT NULL
);
ALTER TABLE public.letters ENABLE ROW LEVEL SECURITY;
CREATE POLICY "letters of the thread" ON public.letters FOR SELECT TO authenticated
  USING (EXISTS (SELECT 1 FROM public.threads WHERE threads.id = letters.thread_id AND ((SELECT auth.uid()) = threads.host_id OR (SELECT auth.uid()) = threads.guest_id)));
CREATE POLICY "write letters" ON public.letters FOR INSERT TO authenticated
  WITH CHECK ((SELECT auth.uid()) = sender_id AND EXISTS (SELECT 1 FROM public.threads WHERE threads.id = letters.thread_id AND ((SELECT auth.uid()) = threads.host_id OR (SELECT auth.uid()) = threads.guest_id)));
