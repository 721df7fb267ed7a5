CREATE TABLE users (id serial PRIMARY KEY, email varchar(255) NOT NULL UNIQUE);
CREATE TABLE notes (id serial PRIMARY KEY, user_id integer NOT NULL REFERENCES users (id));
