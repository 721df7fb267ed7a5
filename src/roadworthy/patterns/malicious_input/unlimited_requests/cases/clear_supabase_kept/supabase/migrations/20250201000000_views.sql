CREATE TABLE public.product_sums (
  product_id uuid PRIMARY KEY REFERENCES public.products (id) ON DELETE CASCADE,
  counted_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE public.product_sums ENABLE ROW LEVEL SECURITY;

CREATE FUNCTION public.count_again(p_product uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
  INSERT INTO public.product_sums (product_id, counted_at) VALUES (p_product, now())
  ON CONFLICT (product_id) DO UPDATE SET counted_at = EXCLUDED.counted_at;
END;
$$;
