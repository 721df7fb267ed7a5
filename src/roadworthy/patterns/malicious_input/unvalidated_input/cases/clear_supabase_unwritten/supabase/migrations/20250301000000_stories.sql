create table stories (
  id bigint generated always as identity primary key,
  user_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  title text not null check (char_length(title) between 1 and 120),
  body text not null check (char_length(body) <= 10000),
  created_at timestamptz not null default now()
);

create index stories_user_id_idx on stories (user_id);
alter table stories enable row level security;
create policy "Everybody reads stories" on stories for select using (true);
create policy "People tell their own" on stories for insert with check (user_id = auth.uid());
