CREATE TABLE public.plans (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  stripe_id text NOT NULL CHECK (char_length(stripe_id) <= 80),
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX plans_user_id_idx ON public.plans (user_id);
ALTER TABLE public.plans ENABLE ROW LEVEL SECURITY;
