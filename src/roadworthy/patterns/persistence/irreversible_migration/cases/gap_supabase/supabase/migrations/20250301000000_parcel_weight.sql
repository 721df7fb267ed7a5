ALTER TABLE public.parcels ADD COLUMN weight integer CHECK (weight > 0);
