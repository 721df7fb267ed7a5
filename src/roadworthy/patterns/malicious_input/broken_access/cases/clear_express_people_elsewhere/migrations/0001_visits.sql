create table visits (
  id bigint generated always as identity primary key,
  user_id bigint not null,
  email text not null
);
