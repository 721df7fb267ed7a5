CREATE TABLE public.offers (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  seller_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  title text NOT NULL CHECK (char_length(title) <= 120),
  seller_email text NOT NULL CHECK (char_length(seller_email) <= 254)
);
ALTER TABLE public.offers ENABLE ROW LEVEL SECURITY;
CREATE POLICY "everybody sees offers" ON public.offers FOR SELECT USING (true);
