CREATE TABLE public.dishes (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name text NOT NULL CHECK (char_length(name) <= 120),
  allergy_labels text CHECK (char_length(allergy_labels) <= 400)
);
ALTER TABLE public.dishes ENABLE ROW LEVEL SECURITY;
CREATE POLICY "see dishes" ON public.dishes FOR SELECT USING (true);
