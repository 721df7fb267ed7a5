create table public.visits (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users (id) on delete cascade,
  fee integer not null check (fee >= 0)
);
create index visits_user_id_idx on public.visits (user_id);
alter table public.visits enable row level security;
create policy "Own visits" on public.visits for all using (auth.uid() = user_id);

create table public.payments (
  id uuid primary key default gen_random_uuid(),
  visit_id uuid not null references public.visits (id) on delete restrict,
  kind text not null check (kind in ('fee', 'refund')),
  status text not null check (status in ('pending', 'paid', 'failed')),
  amount integer not null check (amount >= 0)
);
create unique index payments_fee_idx on public.payments (visit_id) where kind = 'fee' and status in ('pending', 'paid');
create index payments_visit_idx on public.payments (visit_id);
alter table public.payments enable row level security;
create policy "Own payments" on public.payments for select
  using (exists (select 1 from public.visits v where v.id = visit_id and v.user_id = auth.uid()));
