ALTER TYPE public.app_role ADD VALUE 'seller';

CREATE FUNCTION public.give_role() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
  chosen text := NEW.raw_user_meta_data ->> 'role';
BEGIN
  IF chosen IS NULL OR chosen NOT IN ('customer', 'seller') THEN
    chosen := 'customer';
  END IF;
  INSERT INTO public.user_roles (user_id, role) VALUES (NEW.id, chosen::public.app_role);
  RETURN NEW;
END;
$$;
CREATE TRIGGER give_role AFTER INSERT ON auth.users FOR EACH ROW EXECUTE FUNCTION public.give_role();
