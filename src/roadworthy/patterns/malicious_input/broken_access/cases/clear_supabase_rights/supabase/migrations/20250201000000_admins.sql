ALTER TABLE public.profiles ADD COLUMN is_admin boolean NOT NULL DEFAULT false;
REVOKE INSERT, UPDATE ON public.profiles FROM anon, authenticated;
GRANT UPDATE (display_name) ON public.profiles TO authenticated;
