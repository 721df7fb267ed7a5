insert into storage.buckets (id, name, public) values ('photos', 'photos', true);

create policy "Anyone can view photos" on storage.objects
  for select using (bucket_id = 'photos');
create policy "Signed-in users can upload photos" on storage.objects
  for insert to authenticated with check (bucket_id = 'photos');
create policy "Signed-in users can delete photos" on storage.objects
  for delete to authenticated using (bucket_id = 'photos');
