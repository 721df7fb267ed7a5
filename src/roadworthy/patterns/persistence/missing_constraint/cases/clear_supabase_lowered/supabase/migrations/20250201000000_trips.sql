CREATE TABLE public.trips (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  seats integer NOT NULL DEFAULT 0 CHECK (seats >= 0)
);
ALTER TABLE public.trips ENABLE ROW LEVEL SECURITY;
CREATE POLICY "people see trips" ON public.trips FOR SELECT TO authenticated USING (true);
CREATE POLICY "people take seats" ON public.trips FOR UPDATE TO authenticated USING (true) WITH CHECK (true);
