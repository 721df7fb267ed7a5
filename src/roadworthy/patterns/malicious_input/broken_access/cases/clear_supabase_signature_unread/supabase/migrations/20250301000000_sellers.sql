CREATE TABLE public.sellers (
  id uuid PRIMARY KEY REFERENCES auth.users (id) ON DELETE CASCADE,
  payment_account text UNIQUE,
  status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'active'))
);
ALTER TABLE public.sellers ENABLE ROW LEVEL SECURITY;
CREATE POLICY "own seller" ON public.sellers FOR SELECT TO authenticated USING ((SELECT auth.uid()) = id);
