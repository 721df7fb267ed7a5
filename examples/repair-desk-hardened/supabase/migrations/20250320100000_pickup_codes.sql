-- The hash of the code with which a customer picks up what was repaired. The function pickup-code alone reads it.
create table public.pickup_codes (
  ticket_id uuid primary key references public.tickets (id) on delete cascade,
  salt text not null check (char_length(salt) = 36),
  hash text not null check (char_length(hash) = 64),
  tries integer not null default 0 check (tries between 0 and 5),
  created_at timestamptz not null default now()
);
alter table public.pickup_codes enable row level security;

-- Counts a try and gives what it is compared with; nothing after the fifth.
create function public.take_pickup_try(ticket uuid) returns jsonb
language sql security definer set search_path = ''
as $$
  update public.pickup_codes set tries = tries + 1 where ticket_id = ticket and tries < 5
  returning jsonb_build_object('salt', salt, 'hash', hash)
$$;
revoke execute on function public.take_pickup_try(uuid) from public, anon, authenticated;
grant execute on function public.take_pickup_try(uuid) to service_role;

-- What the desk tells everybody on the first page. Rows are added in the database's console.
create table public.announcements (
  id uuid primary key default gen_random_uuid(),
  text text not null check (char_length(text) between 1 and 300),
  created_at timestamptz not null default now()
);
create index announcements_created_at_idx on public.announcements (created_at desc);
alter table public.announcements enable row level security;
create policy "everyone sees announcements" on public.announcements for select using (true);
