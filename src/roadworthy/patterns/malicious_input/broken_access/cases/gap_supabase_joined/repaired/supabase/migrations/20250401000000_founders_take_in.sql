DROP POLICY "join" ON public.team_members;
CREATE POLICY "take in" ON public.team_members FOR INSERT TO authenticated
  WITH CHECK (EXISTS (SELECT 1 FROM public.teams WHERE teams.id = team_members.team_id AND teams.founder_id = (SELECT auth.uid())));
