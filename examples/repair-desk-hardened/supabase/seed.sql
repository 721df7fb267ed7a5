insert into public.parts (name, stock, price) values
  ('Phone battery', 14, 24.9),
  ('Laptop fan', 6, 18.5),
  ('USB-C port', 22, 7.2),
  ('Zipper, 60 cm', 40, 2.5);
