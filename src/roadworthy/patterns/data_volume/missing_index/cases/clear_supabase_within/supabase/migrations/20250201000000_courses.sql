CREATE TABLE public.courses (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  teacher_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  name text NOT NULL CHECK (char_length(name) <= 120)
);
ALTER TABLE public.courses ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.notes ADD COLUMN course_id uuid REFERENCES public.courses (id) ON DELETE SET NULL;
CREATE INDEX notes_course_id_idx ON public.notes (course_id);
CREATE POLICY "teachers see notes of their courses" ON public.notes FOR SELECT TO authenticated
  USING (EXISTS (SELECT 1 FROM public.courses c WHERE c.id = notes.course_id AND c.teacher_id = (SELECT auth.uid())));
