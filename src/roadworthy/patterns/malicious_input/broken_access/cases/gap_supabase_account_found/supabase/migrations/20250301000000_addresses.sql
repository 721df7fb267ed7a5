ALTER TABLE public.profiles ADD COLUMN email text NOT NULL DEFAULT '' CHECK (char_length(email) <= 254);
CREATE INDEX profiles_email_idx ON public.profiles (email);
