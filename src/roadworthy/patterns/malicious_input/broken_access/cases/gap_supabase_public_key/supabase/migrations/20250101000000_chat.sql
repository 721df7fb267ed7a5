create table users (
  id uuid primary key default gen_random_uuid(),
  email text not null unique,
  name text not null
);

create table conversations (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references users (id),
  created_at timestamptz not null default now()
);

create table messages (
  id uuid primary key default gen_random_uuid(),
  conversation_id uuid not null references conversations (id),
  sender_id uuid not null references users (id),
  body text not null,
  created_at timestamptz not null default now()
);
