-- Removes every table of the shop with its rows. Take a backup first: docs/recovery.md.
DROP TABLE "favorites";
DROP TABLE "reviews";
DROP TABLE "order_items";
DROP TABLE "orders";
DROP TABLE "audit_log";
DROP TABLE "sessions";
DROP TABLE "products";
DROP TABLE "users";
