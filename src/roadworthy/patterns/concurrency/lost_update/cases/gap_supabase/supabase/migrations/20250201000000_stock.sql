ALTER TABLE public.products ADD COLUMN stock integer NOT NULL DEFAULT 0 CHECK (stock >= 0);
