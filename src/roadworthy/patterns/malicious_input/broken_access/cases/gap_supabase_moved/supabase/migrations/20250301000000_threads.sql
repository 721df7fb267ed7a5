CREATE TABLE public.threads (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  host_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX threads_host_id_idx ON public.threads (host_id);
ALTER TABLE public.threads ENABLE ROW LEVEL SECURITY;
CREATE POLICY "own threads" ON public.threads FOR ALL TO authenticated
  USING ((SELECT auth.uid()) = host_id) WITH CHECK ((SELECT auth.uid()) = host_id);
CREATE TABLE public.letters (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  thread_id uuid NOT NULL REFERENCES public.threads (id) ON DELETE CASCADE,
  sender_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  words text NOT NULL CHECK (char_length(words) <= 500)
);
CREATE INDEX letters_thread_id_idx ON public.letters (thread_id);
CREATE INDEX letters_sender_id_idx ON public.letters (sender_id);
ALTER TABLE public.letters ENABLE ROW LEVEL SECURITY;
CREATE POLICY "letters of the thread" ON public.letters FOR SELECT TO authenticated
  USING ((SELECT auth.uid()) = sender_id
    OR EXISTS (SELECT 1 FROM public.threads WHERE threads.id = letters.thread_id AND threads.host_id = (SELECT auth.uid())));
CREATE POLICY "write letters" ON public.letters FOR INSERT TO authenticated
  WITH CHECK ((SELECT auth.uid()) = sender_id
    AND EXISTS (SELECT 1 FROM public.threads WHERE threads.id = letters.thread_id AND threads.host_id = (SELECT auth.uid())));
CREATE POLICY "change own letters" ON public.letters FOR UPDATE TO authenticated
  USING ((SELECT auth.uid()) = sender_id) WITH CHECK ((SELECT auth.uid()) = sender_id);
