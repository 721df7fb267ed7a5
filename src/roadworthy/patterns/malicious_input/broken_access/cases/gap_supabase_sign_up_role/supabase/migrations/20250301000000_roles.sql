CREATE FUNCTION public.give_role() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
  INSERT INTO public.user_roles (user_id, role)
  VALUES (NEW.id, COALESCE((NEW.raw_user_meta_data ->> 'role')::public.app_role, 'customer'));
  RETURN NEW;
END;
$$;
CREATE TRIGGER give_role AFTER INSERT ON auth.users FOR EACH ROW EXECUTE FUNCTION public.give_role();
