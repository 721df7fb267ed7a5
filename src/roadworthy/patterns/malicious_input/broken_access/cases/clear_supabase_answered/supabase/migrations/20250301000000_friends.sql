CREATE TABLE public.friendships (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  asker_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  asked_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'accepted', 'declined'))
);
CREATE INDEX friendships_asker_id_idx ON public.friendships (asker_id);
CREATE INDEX friendships_asked_id_idx ON public.friendships (asked_id);
ALTER TABLE public.friendships ENABLE ROW LEVEL SECURITY;
CREATE POLICY "own friendships" ON public.friendships FOR SELECT TO authenticated
  USING ((SELECT auth.uid()) = asker_id OR (SELECT auth.uid()) = asked_id);
CREATE POLICY "ask" ON public.friendships FOR INSERT TO authenticated WITH CHECK ((SELECT auth.uid()) = asker_id AND status = 'pending');
CREATE POLICY "answer" ON public.friendships FOR UPDATE TO authenticated
  USING ((SELECT auth.uid()) = asker_id OR (SELECT auth.uid()) = asked_id);
