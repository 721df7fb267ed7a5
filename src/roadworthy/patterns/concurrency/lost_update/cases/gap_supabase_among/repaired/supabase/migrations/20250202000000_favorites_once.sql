DELETE FROM public.favorites a USING public.favorites b
WHERE a.user_id = b.user_id AND a.note_id = b.note_id AND a.id > b.id;
ALTER TABLE public.favorites ADD CONSTRAINT favorites_once UNIQUE (user_id, note_id);
