create table public.listings (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users (id) on delete cascade,
  sku text not null,
  title text not null
);
alter table public.listings enable row level security;
create policy "Own listings" on public.listings for all using (auth.uid() = user_id);
