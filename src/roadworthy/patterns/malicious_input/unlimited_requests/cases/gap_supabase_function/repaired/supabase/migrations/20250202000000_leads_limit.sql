CREATE OR REPLACE FUNCTION public.leave_name(p_name text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
  IF (SELECT count(*) FROM public.leads WHERE created_at > now() - interval '1 minute') > 20 THEN
    RAISE EXCEPTION 'Please try again in a minute';
  END IF;
  INSERT INTO public.leads (name) VALUES (p_name);
END;
$$;
