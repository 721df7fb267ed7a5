CREATE TABLE public.jobs (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  client_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  worker_id uuid REFERENCES auth.users (id) ON DELETE SET NULL,
  status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'accepted', 'done'))
);
CREATE INDEX jobs_client_id_idx ON public.jobs (client_id);
CREATE INDEX jobs_worker_id_idx ON public.jobs (worker_id);
ALTER TABLE public.jobs ENABLE ROW LEVEL SECURITY;
CREATE POLICY "everyone sees jobs" ON public.jobs FOR SELECT TO authenticated USING (true);
CREATE POLICY "clients add jobs" ON public.jobs FOR INSERT TO authenticated
  WITH CHECK ((SELECT auth.uid()) = client_id AND worker_id IS NULL AND status = 'open');
CREATE POLICY "staff take jobs" ON public.jobs FOR UPDATE TO authenticated
  USING (public.has_role((SELECT auth.uid()), 'admin')) WITH CHECK ((SELECT auth.uid()) = worker_id);
