create table public.visits (
  id bigint generated always as identity primary key,
  who text not null check (char_length(who) <= 200),
  attempts integer not null default 0,
  created_at timestamptz not null default now()
);
alter table public.visits enable row level security;

create function public.keep_visit(visitor text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.visits (who) values (visitor);
  update public.visits set attempts = attempts + 1 where who = visitor and created_at > now() - interval '1 hour';
end;
$$;
