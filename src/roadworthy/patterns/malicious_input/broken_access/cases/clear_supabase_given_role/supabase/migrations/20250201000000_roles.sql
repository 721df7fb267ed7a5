CREATE FUNCTION public.give_role() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
  INSERT INTO public.user_roles (user_id, role) VALUES (NEW.id, 'customer'::public.app_role);
  RETURN NEW;
END;
$$;
CREATE TRIGGER give_role AFTER INSERT ON auth.users FOR EACH ROW EXECUTE FUNCTION public.give_role();

CREATE POLICY "admins keep roles" ON public.user_roles FOR ALL TO authenticated
  USING (public.has_role((SELECT auth.uid()), 'admin') AND user_id = (SELECT auth.uid()));
