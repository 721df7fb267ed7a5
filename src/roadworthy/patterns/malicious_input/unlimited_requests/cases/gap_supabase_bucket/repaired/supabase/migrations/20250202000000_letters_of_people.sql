DROP POLICY "leave letters" ON storage.objects;
CREATE POLICY "leave letters" ON storage.objects FOR INSERT TO authenticated WITH CHECK (bucket_id = 'letters');
