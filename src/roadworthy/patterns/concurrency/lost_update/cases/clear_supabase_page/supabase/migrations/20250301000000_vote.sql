CREATE FUNCTION public.vote_for(wish uuid) RETURNS void
LANGUAGE sql SECURITY INVOKER SET search_path = ''
AS $$
  UPDATE public.wishes SET votes = votes + 1 WHERE id = wish
$$;
