create table public.orders (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users (id) on delete cascade,
  status text not null
);
alter table public.orders enable row level security;
create policy "Own orders" on public.orders for all using (auth.uid() = user_id);
