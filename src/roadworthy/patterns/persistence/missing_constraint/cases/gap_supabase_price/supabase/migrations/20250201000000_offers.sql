CREATE TABLE public.offers (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  seller_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  price numeric(10, 2) NOT NULL
);
CREATE INDEX offers_seller_id_idx ON public.offers (seller_id);
ALTER TABLE public.offers ENABLE ROW LEVEL SECURITY;
CREATE POLICY "members see" ON public.offers FOR SELECT TO authenticated USING (true);
CREATE POLICY "members offer" ON public.offers FOR INSERT TO authenticated WITH CHECK ((SELECT auth.uid()) = seller_id);
