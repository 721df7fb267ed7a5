INSERT INTO storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
VALUES ('letters', 'letters', false, 1048576, ARRAY['image/png']);
CREATE POLICY "leave letters" ON storage.objects FOR INSERT TO anon, authenticated WITH CHECK (bucket_id = 'letters');
