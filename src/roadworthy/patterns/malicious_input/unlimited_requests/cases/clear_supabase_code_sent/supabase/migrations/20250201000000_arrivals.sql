CREATE TABLE public.arrivals (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  email text NOT NULL CHECK (char_length(email) <= 200),
  country text NOT NULL CHECK (char_length(country) <= 80),
  UNIQUE (email, country)
);
ALTER TABLE public.arrivals ENABLE ROW LEVEL SECURITY;
