CREATE TABLE public.listings (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  title text NOT NULL CHECK (char_length(title) <= 120)
);
CREATE INDEX listings_user_id_idx ON public.listings (user_id);
ALTER TABLE public.listings ENABLE ROW LEVEL SECURITY;
CREATE POLICY "own listings" ON public.listings FOR ALL TO authenticated
  USING (auth.uid() = user_id) WITH CHECK (auth.uid() = user_id);

CREATE TABLE public.offers (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  listing_id uuid,
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  amount numeric(10, 2) NOT NULL CHECK (amount > 0)
);
CREATE INDEX offers_user_id_idx ON public.offers (user_id);
CREATE INDEX offers_listing_id_idx ON public.offers (listing_id);
ALTER TABLE public.offers ENABLE ROW LEVEL SECURITY;
CREATE POLICY "own offers" ON public.offers FOR ALL TO authenticated
  USING (auth.uid() = user_id) WITH CHECK (auth.uid() = user_id);
