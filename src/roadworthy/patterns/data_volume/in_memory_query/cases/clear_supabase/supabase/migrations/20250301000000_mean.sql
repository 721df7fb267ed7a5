CREATE FUNCTION public.mean_of_stars() RETURNS numeric
LANGUAGE sql STABLE SECURITY INVOKER SET search_path = ''
AS $$ SELECT coalesce(avg(stars), 0) FROM public.reviews $$;
