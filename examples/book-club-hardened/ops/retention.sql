-- The data map in docs/architecture.md states these periods.
BEGIN;
SET LOCAL bookclub.audit_retention = 'on';
DELETE FROM audit_events WHERE occurred_at < now() - interval '400 days';
DELETE FROM notes WHERE deleted_at < now() - interval '30 days';
DELETE FROM idempotency_keys WHERE expires_at < now();
COMMIT;
