CREATE TABLE public.leads (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name text NOT NULL CHECK (char_length(name) <= 80),
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX leads_created_at_idx ON public.leads (created_at);
ALTER TABLE public.leads ENABLE ROW LEVEL SECURITY;

CREATE FUNCTION public.leave_name(p_name text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
  IF (SELECT count(*) FROM public.leads WHERE created_at > now() - interval '1 minute') > 20 THEN
    RAISE EXCEPTION 'Please try again in a minute';
  END IF;
  INSERT INTO public.leads (name) VALUES (p_name);
END;
$$;
