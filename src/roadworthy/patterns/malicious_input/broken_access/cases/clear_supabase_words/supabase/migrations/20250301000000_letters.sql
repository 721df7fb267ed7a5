CREATE TABLE public.letters (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  sender_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  reader_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  body text NOT NULL CHECK (char_length(body) <= 500),
  is_read boolean NOT NULL DEFAULT false
);
CREATE INDEX letters_sender_id_idx ON public.letters (sender_id);
CREATE INDEX letters_reader_id_idx ON public.letters (reader_id);
ALTER TABLE public.letters ENABLE ROW LEVEL SECURITY;
CREATE POLICY "own letters" ON public.letters FOR SELECT TO authenticated USING ((SELECT auth.uid()) = sender_id OR (SELECT auth.uid()) = reader_id);
CREATE POLICY "send" ON public.letters FOR INSERT TO authenticated WITH CHECK ((SELECT auth.uid()) = sender_id);
CREATE POLICY "mark as read" ON public.letters FOR UPDATE TO authenticated USING ((SELECT auth.uid()) = reader_id);
REVOKE UPDATE ON public.letters FROM anon, authenticated;
GRANT UPDATE (is_read) ON public.letters TO authenticated;
