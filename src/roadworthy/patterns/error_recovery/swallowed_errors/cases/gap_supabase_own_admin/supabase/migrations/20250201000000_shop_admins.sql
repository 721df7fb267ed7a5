CREATE EXTENSION IF NOT EXISTS pgcrypto WITH SCHEMA extensions;

CREATE TABLE public.shop_admins (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  email text NOT NULL UNIQUE,
  password_hash text NOT NULL,
  is_active boolean NOT NULL DEFAULT true
);
CREATE TABLE public.shop_admin_sessions (
  token text PRIMARY KEY,
  admin_id uuid NOT NULL REFERENCES public.shop_admins (id) ON DELETE CASCADE,
  expires_at timestamptz NOT NULL
);
CREATE INDEX shop_admin_sessions_admin_id_idx ON public.shop_admin_sessions (admin_id);
ALTER TABLE public.shop_admins ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.shop_admin_sessions ENABLE ROW LEVEL SECURITY;

CREATE FUNCTION public.shop_admin_login(p_email text, p_password text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, extensions
AS $$
DECLARE
  admin uuid;
  made text := gen_random_uuid()::text;
BEGIN
  SELECT id INTO admin FROM shop_admins
  WHERE email = p_email AND password_hash = crypt(p_password, password_hash) AND is_active;
  IF admin IS NULL THEN
    RAISE EXCEPTION 'Wrong address or password';
  END IF;
  INSERT INTO shop_admin_sessions (token, admin_id, expires_at) VALUES (made, admin, now() + interval '8 hours');
  RETURN jsonb_build_object('token', made);
END;
$$;

CREATE FUNCTION public.shop_admin_session(p_token text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
  SELECT EXISTS (SELECT 1 FROM shop_admin_sessions WHERE token = p_token AND expires_at > now())
$$;
