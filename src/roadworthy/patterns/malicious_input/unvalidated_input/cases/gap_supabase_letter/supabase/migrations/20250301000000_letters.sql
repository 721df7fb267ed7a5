CREATE TABLE public.letters (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  sender_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  reader_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  words text NOT NULL
);
ALTER TABLE public.letters ENABLE ROW LEVEL SECURITY;
CREATE POLICY "read letters" ON public.letters FOR SELECT TO authenticated USING (auth.uid() IN (sender_id, reader_id));
CREATE POLICY "write letters" ON public.letters FOR INSERT TO authenticated WITH CHECK (auth.uid() = sender_id);
