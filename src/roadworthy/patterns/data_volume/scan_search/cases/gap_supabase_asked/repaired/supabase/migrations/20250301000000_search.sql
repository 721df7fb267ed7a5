CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX reviews_title_words_idx ON public.reviews USING gin (title gin_trgm_ops);
