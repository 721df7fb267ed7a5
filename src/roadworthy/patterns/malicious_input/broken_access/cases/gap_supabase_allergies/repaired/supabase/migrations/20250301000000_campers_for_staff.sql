DROP POLICY "see campers" ON public.campers;
CREATE POLICY "staff see campers" ON public.campers FOR SELECT TO authenticated
  USING (public.has_role((SELECT auth.uid()), 'admin'));
