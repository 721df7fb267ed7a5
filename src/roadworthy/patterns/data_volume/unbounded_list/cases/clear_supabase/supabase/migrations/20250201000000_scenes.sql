CREATE TABLE public.scenes (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  title text NOT NULL,
  words text NOT NULL,
  kind text,
  hint text,
  shown boolean NOT NULL DEFAULT true,
  place integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE public.scenes ENABLE ROW LEVEL SECURITY;
CREATE POLICY "everyone sees scenes" ON public.scenes FOR SELECT USING (shown);
INSERT INTO public.scenes (title, words) VALUES ('Sea', 'Waves at dawn'), ('Wood', 'Light between trees');
