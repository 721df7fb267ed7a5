INSERT INTO storage.buckets (id, name, public) VALUES ('avatars', 'avatars', true);
CREATE POLICY "change avatars" ON storage.objects FOR UPDATE TO authenticated USING (bucket_id = 'avatars');
