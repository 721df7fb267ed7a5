CREATE TABLE public.requests (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  club_id uuid NOT NULL,
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'approved', 'refused')),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE public.members (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  club_id uuid NOT NULL,
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE
);
CREATE FUNCTION public.touched() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.updated_at = now();
  RETURN NEW;
END;
$$;
CREATE TRIGGER requests_touched BEFORE UPDATE ON public.requests FOR EACH ROW EXECUTE FUNCTION public.touched();
ALTER TABLE public.requests ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.members ENABLE ROW LEVEL SECURITY;
CREATE POLICY "leaders see" ON public.requests FOR SELECT TO authenticated USING ((SELECT auth.jwt() -> 'app_metadata' ->> 'role') = 'leader');
CREATE POLICY "leaders decide" ON public.requests FOR UPDATE TO authenticated USING ((SELECT auth.jwt() -> 'app_metadata' ->> 'role') = 'leader');
CREATE POLICY "leaders add" ON public.members FOR INSERT TO authenticated WITH CHECK ((SELECT auth.jwt() -> 'app_metadata' ->> 'role') = 'leader');
