CREATE TABLE public.tickets (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  subject text NOT NULL CHECK (char_length(subject) <= 120)
);
CREATE TABLE public.ticket_replies (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  ticket_id uuid NOT NULL REFERENCES public.tickets (id) ON DELETE CASCADE,
  author_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  words text NOT NULL CHECK (char_length(words) <= 500)
);
CREATE INDEX tickets_user_id_idx ON public.tickets (user_id);
CREATE INDEX ticket_replies_ticket_id_idx ON public.ticket_replies (ticket_id);
CREATE INDEX ticket_replies_author_id_idx ON public.ticket_replies (author_id);
ALTER TABLE public.tickets ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.ticket_replies ENABLE ROW LEVEL SECURITY;
CREATE POLICY "own tickets" ON public.tickets FOR ALL TO authenticated
  USING ((SELECT auth.uid()) = user_id) WITH CHECK ((SELECT auth.uid()) = user_id);
CREATE POLICY "replies to own tickets" ON public.ticket_replies FOR SELECT TO authenticated
  USING (EXISTS (SELECT 1 FROM public.tickets WHERE tickets.id = ticket_replies.ticket_id AND tickets.user_id = (SELECT auth.uid())));
CREATE POLICY "reply" ON public.ticket_replies FOR INSERT TO authenticated
  WITH CHECK ((SELECT auth.uid()) = author_id
    AND EXISTS (SELECT 1 FROM public.tickets WHERE tickets.id = ticket_replies.ticket_id AND tickets.user_id = (SELECT auth.uid())));
