CREATE FUNCTION public.export_my_data() RETURNS jsonb
LANGUAGE sql STABLE SECURITY INVOKER SET search_path = ''
AS $$
  SELECT jsonb_build_object(
    'profile', (SELECT to_jsonb(p) FROM public.profiles p WHERE p.id = auth.uid()),
    'roles', (SELECT jsonb_agg(to_jsonb(r)) FROM public.user_roles r WHERE r.user_id = auth.uid()),
    'notes', (SELECT jsonb_agg(to_jsonb(n)) FROM public.notes n WHERE n.user_id = auth.uid())
  )
$$;
