INSERT INTO storage.buckets (id, name, public) VALUES ('papers', 'papers', false);
CREATE POLICY "staff keep papers" ON storage.objects FOR ALL TO authenticated
  USING (bucket_id = 'papers' AND (auth.jwt() -> 'app_metadata' ->> 'role') = 'staff')
  WITH CHECK (bucket_id = 'papers' AND (auth.jwt() -> 'app_metadata' ->> 'role') = 'staff');
