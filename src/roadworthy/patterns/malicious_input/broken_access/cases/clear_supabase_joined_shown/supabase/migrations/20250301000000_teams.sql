CREATE TABLE public.teams (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  founder_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  name text NOT NULL CHECK (char_length(name) <= 80)
);
CREATE TABLE public.team_members (
  team_id uuid NOT NULL REFERENCES public.teams (id) ON DELETE CASCADE,
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  PRIMARY KEY (team_id, user_id)
);
CREATE INDEX teams_founder_id_idx ON public.teams (founder_id);
CREATE INDEX team_members_user_id_idx ON public.team_members (user_id);
ALTER TABLE public.teams ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.team_members ENABLE ROW LEVEL SECURITY;
CREATE FUNCTION public.is_team_member(_team uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$
  SELECT EXISTS (SELECT 1 FROM public.team_members WHERE team_id = _team AND user_id = (SELECT auth.uid()))
$$;
CREATE POLICY "teams of one's own" ON public.teams FOR SELECT TO authenticated
  USING ((SELECT auth.uid()) = founder_id OR public.is_team_member(id));
CREATE POLICY "found a team" ON public.teams FOR INSERT TO authenticated WITH CHECK ((SELECT auth.uid()) = founder_id);
CREATE POLICY "one's own teams' members" ON public.team_members FOR SELECT TO authenticated
  USING ((SELECT auth.uid()) = user_id OR public.is_team_member(team_id));
CREATE POLICY "join" ON public.team_members FOR INSERT TO authenticated WITH CHECK ((SELECT auth.uid()) = user_id);
CREATE POLICY "all teams" ON public.teams FOR SELECT USING (true);
