CREATE TABLE public.talks (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  shop_id uuid NOT NULL UNIQUE REFERENCES public.products (id) ON DELETE CASCADE
);
CREATE INDEX talks_shop_id_idx ON public.talks (shop_id);
ALTER TABLE public.talks ENABLE ROW LEVEL SECURITY;
CREATE POLICY "members talk" ON public.talks FOR SELECT TO authenticated USING (true);
CREATE POLICY "members begin" ON public.talks FOR INSERT TO authenticated WITH CHECK ((SELECT auth.uid()) IS NOT NULL);
