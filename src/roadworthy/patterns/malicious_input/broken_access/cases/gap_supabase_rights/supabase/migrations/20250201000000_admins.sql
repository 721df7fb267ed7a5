ALTER TABLE public.profiles ADD COLUMN is_admin boolean NOT NULL DEFAULT false;
