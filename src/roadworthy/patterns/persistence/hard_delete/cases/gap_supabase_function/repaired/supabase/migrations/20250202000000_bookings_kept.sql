ALTER TABLE public.bookings ADD COLUMN deleted_at timestamptz;

CREATE OR REPLACE FUNCTION public.cancel_booking(p_token text, p_booking_id uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM public.keeper_sessions WHERE token = p_token AND expires_at > now()) THEN
    RETURN false;
  END IF;
  UPDATE public.bookings SET deleted_at = now() WHERE id = p_booking_id;
  RETURN true;
END;
$$;
