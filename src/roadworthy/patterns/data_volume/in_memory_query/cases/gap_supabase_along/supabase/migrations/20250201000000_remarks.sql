CREATE TABLE public.pictures (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  title text NOT NULL CHECK (char_length(title) <= 120),
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX pictures_created_at_idx ON public.pictures (created_at);
ALTER TABLE public.pictures ENABLE ROW LEVEL SECURITY;
CREATE POLICY "everyone sees pictures" ON public.pictures FOR SELECT USING (true);
CREATE TABLE public.remarks (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  picture_id uuid NOT NULL REFERENCES public.pictures (id) ON DELETE CASCADE,
  words text NOT NULL CHECK (char_length(words) <= 4000)
);
CREATE INDEX remarks_picture_id_idx ON public.remarks (picture_id);
ALTER TABLE public.remarks ENABLE ROW LEVEL SECURITY;
CREATE POLICY "everyone sees remarks" ON public.remarks FOR SELECT USING (true);
