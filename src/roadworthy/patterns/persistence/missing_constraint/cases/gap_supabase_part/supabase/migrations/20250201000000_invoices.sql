create table public.bills (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users (id) on delete cascade,
  stripe_invoice_id text,
  amount integer not null check (amount >= 0)
);
create index bills_user_id_idx on public.bills (user_id);
alter table public.bills enable row level security;
create policy "Own bills" on public.bills for select using (auth.uid() = user_id);
