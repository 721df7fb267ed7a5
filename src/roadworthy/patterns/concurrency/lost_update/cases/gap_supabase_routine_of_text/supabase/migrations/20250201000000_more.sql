CREATE FUNCTION public.add_to_note(note uuid, more text) RETURNS void
LANGUAGE plpgsql SET search_path = ''
AS $$
DECLARE
  so_far text;
BEGIN
  SELECT body INTO so_far FROM public.notes WHERE id = note;
  UPDATE public.notes SET body = so_far || more WHERE id = note;
END;
$$;
