CREATE TABLE audit_log (id bigserial PRIMARY KEY, actor text, action text, relation text, at timestamptz DEFAULT now());
CREATE FUNCTION write_audit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO audit_log (actor, action, relation) VALUES (current_setting('app.user', true), TG_OP, TG_TABLE_NAME);
  RETURN NULL;
END $$;
CREATE TRIGGER audit_notes AFTER INSERT OR UPDATE OR DELETE ON notes FOR EACH ROW EXECUTE FUNCTION write_audit();
CREATE TRIGGER audit_users AFTER INSERT OR UPDATE OR DELETE ON users FOR EACH ROW EXECUTE FUNCTION write_audit();
