CREATE TABLE public.second_steps (
  user_id uuid PRIMARY KEY REFERENCES auth.users (id) ON DELETE CASCADE,
  session_id text NOT NULL,
  expires_at timestamptz NOT NULL
);
ALTER TABLE public.second_steps ENABLE ROW LEVEL SECURITY;

CREATE FUNCTION public.is_2fa_verified(_user_id uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$
  SELECT EXISTS (
    SELECT 1 FROM public.second_steps
    WHERE user_id = _user_id AND session_id = (auth.jwt() ->> 'session_id') AND expires_at > now()
  );
$$;

INSERT INTO storage.buckets (id, name, public) VALUES ('papers', 'papers', false);
CREATE POLICY "own papers" ON storage.objects FOR ALL TO authenticated
  USING (bucket_id = 'papers' AND public.is_2fa_verified(auth.uid()) AND (storage.foldername(name))[1] = (SELECT auth.uid())::text)
  WITH CHECK (bucket_id = 'papers' AND public.is_2fa_verified(auth.uid()) AND (storage.foldername(name))[1] = (SELECT auth.uid())::text);
