CREATE TABLE public.vouchers (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  amount numeric(10, 2) NOT NULL CHECK (amount > 0)
);
CREATE INDEX vouchers_user_id_idx ON public.vouchers (user_id);
ALTER TABLE public.vouchers ENABLE ROW LEVEL SECURITY;
CREATE POLICY "see vouchers" ON public.vouchers FOR SELECT USING (true);
CREATE POLICY "update vouchers" ON public.vouchers FOR UPDATE USING (true);
