create table public.customers (
  id uuid primary key references auth.users (id) on delete cascade,
  full_name text,
  phone text,
  address text,
  created_at timestamptz not null default now()
);
alter table public.customers enable row level security;
create policy "Customers are viewable by signed-in users" on public.customers
  for select to authenticated using (true);
create policy "Users add themselves" on public.customers
  for insert to authenticated with check ((select auth.uid()) = id);
create function public.make_customer() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.customers (id, full_name) values (new.id, 'New customer');
  return new;
end;
$$;
create trigger make_customer after insert on auth.users for each row execute function public.make_customer();
