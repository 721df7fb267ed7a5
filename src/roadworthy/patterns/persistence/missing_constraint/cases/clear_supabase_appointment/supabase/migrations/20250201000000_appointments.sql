CREATE TABLE public.dentists (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name text NOT NULL
);
ALTER TABLE public.dentists ENABLE ROW LEVEL SECURITY;
CREATE TABLE public.appointments (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  patient_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  dentist_id uuid NOT NULL REFERENCES public.dentists (id) ON DELETE CASCADE,
  visit_date date NOT NULL,
  visit_time time NOT NULL,
  is_cancelled boolean NOT NULL DEFAULT false
);
CREATE INDEX appointments_patient_id_idx ON public.appointments (patient_id);
CREATE INDEX appointments_dentist_id_idx ON public.appointments (dentist_id);
ALTER TABLE public.appointments ENABLE ROW LEVEL SECURITY;
CREATE POLICY "patients see" ON public.appointments FOR SELECT TO authenticated USING ((SELECT auth.uid()) = patient_id);
CREATE POLICY "patients book" ON public.appointments FOR INSERT TO authenticated WITH CHECK ((SELECT auth.uid()) = patient_id);
CREATE UNIQUE INDEX appointments_taken ON public.appointments (dentist_id, visit_date, visit_time) WHERE NOT is_cancelled;
