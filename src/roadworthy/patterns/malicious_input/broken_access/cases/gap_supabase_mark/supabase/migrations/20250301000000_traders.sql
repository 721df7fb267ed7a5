CREATE TABLE public.staff (
  id uuid PRIMARY KEY REFERENCES auth.users (id) ON DELETE CASCADE,
  role text NOT NULL DEFAULT 'clerk' CHECK (role IN ('clerk', 'manager', 'director'))
);
ALTER TABLE public.staff ENABLE ROW LEVEL SECURITY;
CREATE FUNCTION public.role_of(person uuid) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$ SELECT role FROM public.staff WHERE id = person $$;
CREATE TABLE public.traders (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL UNIQUE REFERENCES auth.users (id) ON DELETE CASCADE,
  business text NOT NULL CHECK (char_length(business) <= 120),
  is_verified boolean NOT NULL DEFAULT false
);
ALTER TABLE public.traders ENABLE ROW LEVEL SECURITY;
CREATE POLICY "staff" ON public.traders FOR ALL TO authenticated USING (public.role_of((SELECT auth.uid())) IN ('manager', 'director')) WITH CHECK (public.role_of((SELECT auth.uid())) IN ('manager', 'director'));
CREATE POLICY read_all ON public.traders FOR SELECT TO authenticated USING (true);
CREATE POLICY "own" ON public.traders FOR ALL TO authenticated
  USING ((SELECT auth.uid()) = user_id) WITH CHECK ((SELECT auth.uid()) = user_id);
