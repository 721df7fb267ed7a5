CREATE TABLE public.companies (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name text NOT NULL CHECK (char_length(name) <= 80)
);
CREATE TABLE public.members (
  id uuid PRIMARY KEY REFERENCES auth.users (id) ON DELETE CASCADE,
  company_id uuid NOT NULL REFERENCES public.companies (id),
  display_name text NOT NULL CHECK (char_length(display_name) <= 80)
);
CREATE TABLE public.deals (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  company_id uuid NOT NULL REFERENCES public.companies (id),
  title text NOT NULL CHECK (char_length(title) <= 80)
);
ALTER TABLE public.companies ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.members ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.deals ENABLE ROW LEVEL SECURITY;

CREATE FUNCTION public.my_company() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$ SELECT company_id FROM public.members WHERE id = auth.uid() $$;

CREATE POLICY "join" ON public.members FOR INSERT TO authenticated WITH CHECK (id = auth.uid());
CREATE POLICY "own row" ON public.members FOR UPDATE TO authenticated USING (id = auth.uid());
CREATE POLICY "colleagues" ON public.members FOR SELECT TO authenticated USING (company_id = public.my_company());
CREATE POLICY "deals of the company" ON public.deals FOR ALL TO authenticated
  USING (company_id = public.my_company()) WITH CHECK (company_id = public.my_company());
