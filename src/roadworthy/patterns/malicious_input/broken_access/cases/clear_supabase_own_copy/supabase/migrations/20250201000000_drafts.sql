CREATE TABLE public.drafts (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  title text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 120),
  product_price numeric(10, 2) CHECK (product_price >= 0),
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX drafts_user_id ON public.drafts (user_id, id);

ALTER TABLE public.drafts ENABLE ROW LEVEL SECURITY;
CREATE POLICY "own drafts" ON public.drafts FOR SELECT USING (auth.uid() = user_id);
CREATE POLICY "write own drafts" ON public.drafts FOR UPDATE USING (auth.uid() = user_id) WITH CHECK (auth.uid() = user_id);
