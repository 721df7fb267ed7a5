CREATE TABLE public.audit_log (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  actor_id uuid,
  action text NOT NULL,
  what text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE public.audit_log ENABLE ROW LEVEL SECURITY;

CREATE FUNCTION public.write_audit() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
  gone jsonb := to_jsonb(OLD);
BEGIN
  -- An account is deleted by a function with the service's own rights: then it is the person's own doing.
  INSERT INTO public.audit_log (actor_id, action, what)
  VALUES (COALESCE(auth.uid(), (gone ->> 'user_id')::uuid, (gone ->> 'id')::uuid), TG_OP, TG_TABLE_NAME || ' ' || OLD.id);
  RETURN OLD;
END;
$$;
CREATE TRIGGER audit_notes AFTER DELETE ON public.notes FOR EACH ROW EXECUTE FUNCTION public.write_audit();
CREATE TRIGGER audit_profiles AFTER DELETE ON public.profiles FOR EACH ROW EXECUTE FUNCTION public.write_audit();
