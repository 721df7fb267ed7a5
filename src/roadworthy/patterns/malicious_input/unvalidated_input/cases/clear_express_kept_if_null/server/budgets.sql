CREATE TABLE budgets (
  id serial PRIMARY KEY,
  user_id integer NOT NULL REFERENCES users (id),
  category text NOT NULL,
  amount numeric(10, 2) NOT NULL
);
