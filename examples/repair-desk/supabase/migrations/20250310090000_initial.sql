create table public.profiles (
  id uuid primary key references auth.users (id) on delete cascade,
  full_name text,
  phone text,
  address text,
  role text not null default 'customer',
  created_at timestamp not null default now()
);

create table public.tickets (
  id uuid primary key default gen_random_uuid(),
  customer_id uuid not null references public.profiles (id) on delete cascade,
  device text not null,
  problem text not null,
  status text not null default 'open',
  price real,
  paid boolean not null default false,
  photo_path text,
  created_at timestamp not null default now()
);

create table public.comments (
  id uuid primary key default gen_random_uuid(),
  ticket_id uuid not null references public.tickets (id) on delete cascade,
  author_id uuid not null references public.profiles (id) on delete cascade,
  body text not null,
  created_at timestamp not null default now()
);

create table public.parts (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  stock integer not null default 0,
  price real not null default 0
);

create table public.ticket_parts (
  id uuid primary key default gen_random_uuid(),
  ticket_id uuid not null references public.tickets (id) on delete cascade,
  part_id uuid not null references public.parts (id),
  quantity integer not null default 1
);

create table public.feedback (
  id uuid primary key default gen_random_uuid(),
  ticket_id uuid not null references public.tickets (id) on delete cascade,
  customer_id uuid not null references public.profiles (id) on delete cascade,
  rating integer not null,
  comment text,
  created_at timestamp not null default now()
);

alter table public.profiles enable row level security;
alter table public.tickets enable row level security;
alter table public.comments enable row level security;
alter table public.parts enable row level security;
alter table public.feedback enable row level security;

-- Profiles
create policy "Profiles are viewable by signed-in users" on public.profiles
  for select to authenticated using (true);
create policy "Users can update own profile" on public.profiles
  for update to authenticated using (auth.uid() = id);

-- Tickets
create policy "Signed-in users can view tickets" on public.tickets
  for select to authenticated using (true);
create policy "Users can create own tickets" on public.tickets
  for insert to authenticated with check (auth.uid() = customer_id);
create policy "Signed-in users can update tickets" on public.tickets
  for update to authenticated using (true);
create policy "Users can delete own tickets" on public.tickets
  for delete to authenticated using (auth.uid() = customer_id);

-- Comments
create policy "Signed-in users can view comments" on public.comments
  for select to authenticated using (true);
create policy "Signed-in users can comment" on public.comments
  for insert to authenticated with check (auth.uid() = author_id);

-- Parts
create policy "Everyone can view parts" on public.parts for select using (true);
create policy "Signed-in users can update parts" on public.parts
  for update to authenticated using (true);

-- Feedback
create policy "Everyone can view feedback" on public.feedback for select using (true);
create policy "Users can leave feedback" on public.feedback
  for insert to authenticated with check (auth.uid() = customer_id);

-- A profile for every new user
create function public.handle_new_user() returns trigger
language plpgsql security definer as $$
begin
  insert into public.profiles (id, full_name) values (new.id, new.raw_user_meta_data ->> 'full_name');
  return new;
end;
$$;
create trigger on_auth_user_created after insert on auth.users
  for each row execute function public.handle_new_user();

-- Called when the customer has paid at the desk
create function public.mark_paid(ticket uuid) returns void
language sql security definer as $$
  update public.tickets set paid = true, status = 'done' where id = ticket;
$$;
