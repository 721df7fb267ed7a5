CREATE TABLE public.sellers (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  email text NOT NULL,
  password text NOT NULL
);
ALTER TABLE public.sellers ENABLE ROW LEVEL SECURITY;
