-- Removes every table of the studio with its rows. Take a backup first: docs/recovery.md.
DROP TABLE "waitlist";
DROP TABLE "reviews";
DROP TABLE "bookings";
DROP TABLE "payments";
DROP TABLE "messages";
DROP TABLE "rate_limits";
DROP TABLE "audit_log";
DROP TABLE "classes";
DROP TABLE "teachers";
DROP TABLE "users";
