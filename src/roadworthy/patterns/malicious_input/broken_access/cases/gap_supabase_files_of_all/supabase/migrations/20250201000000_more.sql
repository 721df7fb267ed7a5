CREATE TABLE public.clients (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  full_name text NOT NULL CHECK (char_length(full_name) <= 80),
  email text NOT NULL CHECK (char_length(email) <= 254),
  phone text CHECK (char_length(phone) <= 40),
  created_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE public.clients ENABLE ROW LEVEL SECURITY;
CREATE POLICY "all" ON public.clients FOR ALL TO authenticated USING (true) WITH CHECK (true);
