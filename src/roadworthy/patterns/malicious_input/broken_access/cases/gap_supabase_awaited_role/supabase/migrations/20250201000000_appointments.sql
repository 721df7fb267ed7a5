CREATE TABLE public.people (
  user_id uuid PRIMARY KEY REFERENCES auth.users (id) ON DELETE CASCADE,
  role text NOT NULL DEFAULT 'customer'
);
ALTER TABLE public.people ENABLE ROW LEVEL SECURITY;
CREATE FUNCTION public.role_of(person uuid) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$
  SELECT role FROM public.people WHERE user_id = person
$$;
CREATE FUNCTION public.enlist() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
  INSERT INTO public.people (user_id, role) VALUES (NEW.id, 'customer');
  RETURN NEW;
END;
$$;
CREATE TRIGGER enlist AFTER INSERT ON auth.users FOR EACH ROW EXECUTE FUNCTION public.enlist();
CREATE TABLE public.appointments (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  starts_at timestamptz NOT NULL,
  status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'confirmed', 'cancelled'))
);
CREATE INDEX appointments_user_id_idx ON public.appointments (user_id);
ALTER TABLE public.appointments ENABLE ROW LEVEL SECURITY;
CREATE POLICY "own" ON public.appointments FOR SELECT TO authenticated USING ((SELECT auth.uid()) = user_id);
CREATE POLICY "desk sees" ON public.appointments FOR SELECT TO authenticated
  USING (public.has_role((SELECT auth.uid()), 'admin'));
CREATE POLICY "desk confirms" ON public.appointments FOR UPDATE TO authenticated
  USING (public.has_role((SELECT auth.uid()), 'admin')) WITH CHECK (public.has_role((SELECT auth.uid()), 'admin'));
CREATE POLICY "book" ON public.appointments FOR INSERT TO authenticated
  WITH CHECK ((SELECT auth.uid()) = user_id AND public.role_of((SELECT auth.uid())) = 'customer');
