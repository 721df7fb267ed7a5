CREATE TABLE public.inquiries (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  shop_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  words text NOT NULL CHECK (char_length(words) <= 500)
);
CREATE INDEX inquiries_shop_id_idx ON public.inquiries (shop_id);
ALTER TABLE public.inquiries ENABLE ROW LEVEL SECURITY;
CREATE POLICY "visitors ask" ON public.inquiries FOR INSERT TO anon WITH CHECK (true);
CREATE POLICY "the shop reads" ON public.inquiries FOR SELECT TO authenticated USING ((SELECT auth.uid()) = shop_id);
