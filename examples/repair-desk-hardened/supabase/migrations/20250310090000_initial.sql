create extension if not exists pg_trgm;

create table public.profiles (
  id uuid primary key references auth.users (id) on delete cascade,
  full_name text not null default '' check (char_length(full_name) <= 80 and full_name !~ '[[:cntrl:]]'),
  phone text check (phone ~ '^[0-9 +().-]{0,32}$'),
  address text check (char_length(address) <= 300),
  privacy_version text,
  privacy_accepted_at timestamptz,
  created_at timestamptz not null default now()
);

-- Who works at the desk. Rows are added in the database's console, never by the app.
create table public.staff (
  user_id uuid primary key references public.profiles (id) on delete cascade,
  added_at timestamptz not null default now()
);

create table public.tickets (
  id uuid primary key default gen_random_uuid(),
  -- Without a person once an account is erased: the books keep what was earned
  customer_id uuid references public.profiles (id) on delete set null,
  device text not null check (char_length(device) between 1 and 120 and device !~ '[[:cntrl:]]'),
  problem text not null check (char_length(problem) between 1 and 4000),
  status text not null default 'open' check (status in ('open', 'working', 'ready', 'done')),
  price numeric(10, 2) check (price >= 0),
  paid boolean not null default false,
  photo_path text check (char_length(photo_path) <= 200),
  idempotency_key uuid not null,
  archived_at timestamptz,
  created_at timestamptz not null default now(),
  unique (customer_id, idempotency_key)
);
create index tickets_customer_id_created_at_idx on public.tickets (customer_id, created_at desc);
create index tickets_created_at_idx on public.tickets (created_at desc);
create index tickets_status_created_at_idx on public.tickets (status, created_at desc);
create index tickets_device_words_idx on public.tickets using gin (device gin_trgm_ops);

create table public.comments (
  id uuid primary key default gen_random_uuid(),
  ticket_id uuid not null references public.tickets (id) on delete cascade,
  author_id uuid not null references public.profiles (id) on delete cascade,
  body text not null check (char_length(body) between 1 and 4000),
  idempotency_key uuid not null,
  created_at timestamptz not null default now(),
  unique (author_id, idempotency_key)
);
create index comments_ticket_id_created_at_idx on public.comments (ticket_id, created_at);

create table public.parts (
  id uuid primary key default gen_random_uuid(),
  name text not null unique check (char_length(name) between 1 and 120),
  stock integer not null default 0 check (stock >= 0),
  price numeric(10, 2) not null default 0 check (price >= 0)
);

create table public.ticket_parts (
  id uuid primary key default gen_random_uuid(),
  ticket_id uuid not null references public.tickets (id) on delete cascade,
  part_id uuid not null references public.parts (id),
  quantity integer not null default 1 check (quantity > 0),
  idempotency_key uuid not null unique
);
create index ticket_parts_ticket_id_idx on public.ticket_parts (ticket_id);
create index ticket_parts_part_id_idx on public.ticket_parts (part_id);

create table public.feedback (
  id uuid primary key default gen_random_uuid(),
  ticket_id uuid not null references public.tickets (id) on delete cascade,
  customer_id uuid not null references public.profiles (id) on delete cascade,
  rating integer not null check (rating between 1 and 5),
  comment text not null default '' check (char_length(comment) <= 2000),
  created_at timestamptz not null default now(),
  unique (customer_id, ticket_id)
);
create index feedback_ticket_id_idx on public.feedback (ticket_id);
create index feedback_created_at_idx on public.feedback (created_at desc);

-- Mails that the desk sent, for the rate limit and for finding out what a customer was told.
create table public.notifications (
  id uuid primary key default gen_random_uuid(),
  ticket_id uuid not null references public.tickets (id) on delete cascade,
  sent_by uuid references public.profiles (id) on delete set null,
  created_at timestamptz not null default now()
);
create index notifications_ticket_id_idx on public.notifications (ticket_id);
create index notifications_sent_by_created_at_idx on public.notifications (sent_by, created_at);

create table public.audit_log (
  id bigint generated always as identity primary key,
  actor_id uuid,
  action text not null,
  what text not null,
  created_at timestamptz not null default now()
);
create index audit_log_actor_id_idx on public.audit_log (actor_id, created_at);

alter table public.profiles enable row level security;
alter table public.staff enable row level security;
alter table public.tickets enable row level security;
alter table public.comments enable row level security;
alter table public.parts enable row level security;
alter table public.ticket_parts enable row level security;
alter table public.feedback enable row level security;
alter table public.notifications enable row level security;
alter table public.audit_log enable row level security;

create function public.is_staff() returns boolean
language sql stable security definer set search_path = ''
as $$
  select exists (select 1 from public.staff where user_id = (select auth.uid()))
$$;

create function public.may_see_ticket(ticket uuid) returns boolean
language sql stable security definer set search_path = ''
as $$
  select public.is_staff()
    or exists (select 1 from public.tickets where id = ticket and customer_id = (select auth.uid()))
$$;

create policy "own profile, all for the staff" on public.profiles for select to authenticated
  using ((select auth.uid()) = id or (select public.is_staff()));
create policy "change own profile" on public.profiles for update to authenticated
  using ((select auth.uid()) = id) with check ((select auth.uid()) = id);

create policy "own entry" on public.staff for select to authenticated using ((select auth.uid()) = user_id);

create policy "own tickets, all for the staff" on public.tickets for select to authenticated
  using ((select auth.uid()) = customer_id or (select public.is_staff()));
create policy "open a ticket" on public.tickets for insert to authenticated
  with check ((select auth.uid()) = customer_id and status = 'open' and price is null and not paid and archived_at is null);
create policy "the staff moves tickets" on public.tickets for update to authenticated
  using ((select public.is_staff())) with check ((select public.is_staff()));

create policy "conversations of visible tickets" on public.comments for select to authenticated
  using (public.may_see_ticket(ticket_id));
create policy "write in visible tickets" on public.comments for insert to authenticated
  with check ((select auth.uid()) = author_id and public.may_see_ticket(ticket_id));

create policy "everyone sees parts" on public.parts for select using (true);

create policy "parts of visible tickets" on public.ticket_parts for select to authenticated
  using (public.may_see_ticket(ticket_id));

create policy "own feedback, all for the staff" on public.feedback for select to authenticated
  using ((select auth.uid()) = customer_id or (select public.is_staff()));
create policy "feedback on own finished tickets" on public.feedback for insert to authenticated
  with check (
    (select auth.uid()) = customer_id
    and exists (select 1 from public.tickets t where t.id = ticket_id and t.customer_id = (select auth.uid()) and t.status = 'done')
  );

create policy "the staff sees what was sent" on public.notifications for select to authenticated
  using ((select public.is_staff()));

-- A profile for every new user, with the privacy notice that was agreed to
create function public.handle_new_user() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  insert into public.profiles (id, full_name, privacy_version, privacy_accepted_at)
  values (
    new.id,
    regexp_replace(left(coalesce(new.raw_user_meta_data ->> 'full_name', ''), 80), '[[:cntrl:]]', '', 'g'),
    left(new.raw_user_meta_data ->> 'privacy_version', 20),
    case when new.raw_user_meta_data ->> 'privacy_version' is not null then now() end
  );
  return new;
end;
$$;
create trigger on_auth_user_created after insert on auth.users
  for each row execute function public.handle_new_user();

-- Who changed what. Records are added by triggers and never changed.
create function public.write_audit() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  insert into public.audit_log (actor_id, action, what)
  values ((select auth.uid()), lower(tg_op), tg_table_name || ' ' || coalesce(new.id, old.id));
  return coalesce(new, old);
end;
$$;
create trigger audit_tickets after update or delete on public.tickets for each row execute function public.write_audit();
create trigger audit_parts after insert or update or delete on public.parts for each row execute function public.write_audit();
create trigger audit_ticket_parts after insert or delete on public.ticket_parts for each row execute function public.write_audit();

create function public.refuse_audit_change() returns trigger
language plpgsql set search_path = ''
as $$
begin
  raise exception 'audit_log is append-only';
end;
$$;
create trigger audit_append_only before update or delete on public.audit_log
  for each row execute function public.refuse_audit_change();
