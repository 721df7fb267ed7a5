CREATE TABLE public.appointments (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  client_id uuid NOT NULL DEFAULT auth.uid() REFERENCES auth.users (id) ON DELETE CASCADE,
  appointment_date date NOT NULL,
  appointment_time time NOT NULL,
  status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'confirmed', 'done'))
);
CREATE INDEX appointments_client_id_idx ON public.appointments (client_id);
ALTER TABLE public.appointments ENABLE ROW LEVEL SECURITY;
CREATE POLICY "everyone sees what is taken" ON public.appointments FOR SELECT TO authenticated USING (true);
CREATE POLICY "clients book" ON public.appointments FOR INSERT TO authenticated
  WITH CHECK ((SELECT auth.uid()) = client_id AND status = 'pending');
