CREATE FUNCTION public.delete_account() RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = ''
AS $$ DELETE FROM auth.users WHERE id = auth.uid() $$;
REVOKE EXECUTE ON FUNCTION public.delete_account() FROM public, anon;
GRANT EXECUTE ON FUNCTION public.delete_account() TO authenticated;
