create table public.spare_codes (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users (id) on delete cascade,
  digest text not null,
  used_at timestamptz
);
create index spare_codes_user_id_idx on public.spare_codes (user_id);
alter table public.spare_codes enable row level security;
create policy "Own codes" on public.spare_codes for all using (auth.uid() = user_id);
