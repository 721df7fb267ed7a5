create table public.pickup_codes (
  ticket_id uuid primary key references public.tickets (id) on delete cascade,
  hash text not null
);
alter table public.pickup_codes enable row level security;

-- The table was made in the dashboard, and nobody could read it
alter table public.announcements enable row level security;
create policy "Everyone can view announcements" on public.announcements for select using (true);
