CREATE TABLE public.keepers (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  label text NOT NULL CHECK (char_length(label) <= 80)
);
CREATE TABLE public.keeper_sessions (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  keeper_id uuid NOT NULL REFERENCES public.keepers (id),
  token text NOT NULL UNIQUE,
  expires_at timestamptz NOT NULL
);
CREATE INDEX keeper_sessions_keeper_idx ON public.keeper_sessions (keeper_id);
CREATE TABLE public.bookings (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  title text NOT NULL CHECK (char_length(title) <= 80)
);
ALTER TABLE public.keepers ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.keeper_sessions ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.bookings ENABLE ROW LEVEL SECURITY;

CREATE FUNCTION public.cancel_booking(p_token text, p_booking_id uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM public.keeper_sessions WHERE token = p_token AND expires_at > now()) THEN
    RETURN false;
  END IF;
  DELETE FROM public.bookings WHERE id = p_booking_id;
  RETURN true;
END;
$$;
