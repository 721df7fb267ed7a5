CREATE TABLE public.steps (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  note_id uuid NOT NULL REFERENCES public.notes (id) ON DELETE CASCADE,
  created_at timestamptz NOT NULL DEFAULT now()
);

ALTER TABLE public.steps ENABLE ROW LEVEL SECURITY;

CREATE FUNCTION public.keep_step() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
  INSERT INTO public.steps (note_id) VALUES (NEW.id);
  RETURN NEW;
END;
$$;
CREATE TRIGGER keep_step AFTER UPDATE ON public.notes FOR EACH ROW EXECUTE FUNCTION public.keep_step();
