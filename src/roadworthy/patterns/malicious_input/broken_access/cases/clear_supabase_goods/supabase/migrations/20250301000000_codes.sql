CREATE TABLE public.game_codes (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  seller_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  price numeric(10, 2) NOT NULL CHECK (price > 0),
  payment_status text NOT NULL DEFAULT 'open' CHECK (payment_status IN ('open', 'paid'))
);
ALTER TABLE public.game_codes ENABLE ROW LEVEL SECURITY;
CREATE POLICY "own codes" ON public.game_codes FOR SELECT TO authenticated USING ((SELECT auth.uid()) = seller_id);
