CREATE TABLE public.companies (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name text NOT NULL CHECK (char_length(name) <= 80)
);
ALTER TABLE public.companies ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.profiles ADD COLUMN company_id uuid REFERENCES public.companies (id);

CREATE FUNCTION public.own_company() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$ SELECT company_id FROM public.profiles WHERE id = auth.uid() $$;

CREATE TABLE public.parts (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  company_id uuid NOT NULL REFERENCES public.companies (id),
  label text NOT NULL CHECK (char_length(label) <= 80),
  cost numeric(10, 2) NOT NULL CHECK (cost >= 0)
);
CREATE INDEX parts_company_id_idx ON public.parts (company_id);
CREATE TABLE public.sites (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  company_id uuid NOT NULL REFERENCES public.companies (id),
  label text NOT NULL CHECK (char_length(label) <= 80)
);
CREATE INDEX sites_company_id_idx ON public.sites (company_id);
ALTER TABLE public.parts ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.sites ENABLE ROW LEVEL SECURITY;
CREATE POLICY "own company" ON public.companies FOR SELECT TO authenticated USING (id = public.own_company());
CREATE POLICY "parts of the company" ON public.parts FOR SELECT TO authenticated USING (company_id = public.own_company());
CREATE POLICY "sites of the company" ON public.sites FOR SELECT TO authenticated USING (company_id = public.own_company());

CREATE VIEW public.part_list AS SELECT p.id, p.company_id, p.label, p.cost FROM public.parts p;
