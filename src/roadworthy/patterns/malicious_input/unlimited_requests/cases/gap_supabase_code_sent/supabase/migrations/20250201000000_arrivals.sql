CREATE TABLE public.arrivals (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  email text NOT NULL CHECK (char_length(email) <= 200),
  code text NOT NULL CHECK (char_length(code) <= 80),
  UNIQUE (email, code)
);
ALTER TABLE public.arrivals ENABLE ROW LEVEL SECURITY;
