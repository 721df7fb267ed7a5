CREATE TABLE public.campers (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  nickname text NOT NULL CHECK (char_length(nickname) <= 120),
  allergies text CHECK (char_length(allergies) <= 400)
);
ALTER TABLE public.campers ENABLE ROW LEVEL SECURITY;
CREATE POLICY "see campers" ON public.campers FOR SELECT USING (true);
