-- Stand-ins for extensions that the embedded PostgreSQL lacks: the functions that migrations and policies call. What
-- pg_cron and pg_net would do later is only taken down.
SET search_path = extensions, pg_catalog;

-- uuid-ossp
CREATE FUNCTION uuid_generate_v4() RETURNS uuid LANGUAGE sql VOLATILE AS $$ SELECT gen_random_uuid() $$;
CREATE FUNCTION uuid_generate_v1() RETURNS uuid LANGUAGE sql VOLATILE AS $$ SELECT gen_random_uuid() $$;
CREATE FUNCTION uuid_generate_v1mc() RETURNS uuid LANGUAGE sql VOLATILE AS $$ SELECT gen_random_uuid() $$;
CREATE FUNCTION uuid_nil() RETURNS uuid LANGUAGE sql IMMUTABLE AS $$ SELECT '00000000-0000-0000-0000-000000000000'::uuid $$;

-- pgcrypto
CREATE FUNCTION gen_random_bytes(count integer) RETURNS bytea LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  made bytea := '';
BEGIN
  WHILE length(made) < count LOOP
    made := made || sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()));
  END LOOP;
  RETURN substring(made FROM 1 FOR count);
END
$$;
CREATE FUNCTION digest(data bytea, type text) RETURNS bytea LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  RETURN CASE lower(type)
    WHEN 'sha224' THEN sha224(data)
    WHEN 'sha256' THEN sha256(data)
    WHEN 'sha384' THEN sha384(data)
    WHEN 'sha512' THEN sha512(data)
    -- Of the right length; the embedded PostgreSQL has no SHA-1 of its own.
    WHEN 'sha1' THEN substring(sha256(data) FROM 1 FOR 20)
    WHEN 'md5' THEN decode(md5(data), 'hex')
  END;
END
$$;
CREATE FUNCTION digest(data text, type text) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
  SELECT extensions.digest(convert_to(data, 'UTF8'), type)
$$;
CREATE FUNCTION hmac(data bytea, key bytea, type text) RETURNS bytea LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  block integer := CASE WHEN lower(type) IN ('sha384', 'sha512') THEN 128 ELSE 64 END;
  padded bytea := CASE WHEN length(key) > block THEN extensions.digest(key, type) ELSE key END;
  inner_key bytea := '';
  outer_key bytea := '';
BEGIN
  padded := padded || decode(repeat('00', block - length(padded)), 'hex');
  FOR place IN 0 .. block - 1 LOOP
    inner_key := inner_key || set_byte('\x00'::bytea, 0, get_byte(padded, place) # 54);
    outer_key := outer_key || set_byte('\x00'::bytea, 0, get_byte(padded, place) # 92);
  END LOOP;
  RETURN extensions.digest(outer_key || extensions.digest(inner_key || data, type), type);
END
$$;
CREATE FUNCTION hmac(data text, key text, type text) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
  SELECT extensions.hmac(convert_to(data, 'UTF8'), convert_to(key, 'UTF8'), type)
$$;
CREATE FUNCTION gen_salt(type text, rounds integer DEFAULT 6) RETURNS text LANGUAGE sql VOLATILE AS $$
  SELECT '$2a$' || lpad(rounds::text, 2, '0') || '$'
    || left(translate(encode(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()), 'base64'), '+=/', './.'), 22)
$$;
-- A hash of bcrypt's form, so that `crypt(given, stored) = stored` holds for the right password and no other.
CREATE FUNCTION crypt(password text, salt text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT left(salt, 29) || left(translate(encode(sha256(convert_to(password || left(salt, 29), 'UTF8')), 'base64'), '+=/', './.'), 31)
$$;
CREATE FUNCTION pgp_sym_encrypt(data text, key text, options text DEFAULT '') RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
  SELECT sha256(convert_to(key, 'UTF8')) || convert_to(data, 'UTF8')
$$;
CREATE FUNCTION pgp_sym_decrypt(message bytea, key text, options text DEFAULT '') RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  IF substring(message FROM 1 FOR 32) <> sha256(convert_to(key, 'UTF8')) THEN
    RAISE EXCEPTION 'Wrong key or corrupt data';
  END IF;
  RETURN convert_from(substring(message FROM 33), 'UTF8');
END
$$;
RESET search_path;

-- pg_cron
CREATE SCHEMA cron;
CREATE TABLE cron.job (
  jobid bigserial PRIMARY KEY,
  schedule text NOT NULL,
  command text NOT NULL,
  nodename text NOT NULL DEFAULT 'localhost',
  nodeport integer NOT NULL DEFAULT 5432,
  database text NOT NULL DEFAULT current_database(),
  username text NOT NULL DEFAULT current_user,
  active boolean NOT NULL DEFAULT true,
  jobname text UNIQUE
);
CREATE TABLE cron.job_run_details (
  jobid bigint,
  runid bigserial PRIMARY KEY,
  status text,
  return_message text,
  start_time timestamptz,
  end_time timestamptz
);
CREATE FUNCTION cron.schedule(job_name text, schedule text, command text) RETURNS bigint LANGUAGE sql AS $$
  INSERT INTO cron.job (jobname, schedule, command) VALUES (job_name, schedule, command)
  ON CONFLICT (jobname) DO UPDATE SET schedule = excluded.schedule, command = excluded.command RETURNING jobid
$$;
CREATE FUNCTION cron.schedule(schedule text, command text) RETURNS bigint LANGUAGE sql AS $$
  INSERT INTO cron.job (schedule, command) VALUES (schedule, command) RETURNING jobid
$$;
CREATE FUNCTION cron.unschedule(job_name text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM cron.job WHERE jobname = job_name;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'could not find valid entry for job ''%''', job_name;
  END IF;
  RETURN true;
END
$$;
CREATE FUNCTION cron.unschedule(job_id bigint) RETURNS boolean LANGUAGE sql AS $$
  WITH gone AS (DELETE FROM cron.job WHERE jobid = job_id RETURNING 1) SELECT count(*) > 0 FROM gone
$$;
GRANT USAGE ON SCHEMA cron TO postgres;
GRANT ALL ON ALL TABLES IN SCHEMA cron TO postgres;
GRANT ALL ON ALL SEQUENCES IN SCHEMA cron TO postgres;

-- pg_net: calls are taken down and go nowhere.
CREATE SCHEMA net;
CREATE TABLE net.http_request_queue (
  id bigserial PRIMARY KEY,
  method text NOT NULL,
  url text NOT NULL,
  headers jsonb,
  body bytea,
  timeout_milliseconds integer
);
CREATE TABLE net._http_response (
  id bigint,
  status_code integer,
  content_type text,
  headers jsonb,
  content text,
  timed_out boolean,
  error_msg text,
  created timestamptz NOT NULL DEFAULT now()
);
CREATE FUNCTION net.http_get(url text, params jsonb DEFAULT '{}', headers jsonb DEFAULT '{}', timeout_milliseconds integer DEFAULT 5000)
RETURNS bigint LANGUAGE sql SECURITY DEFINER AS $$
  INSERT INTO net.http_request_queue (method, url, headers, timeout_milliseconds)
  VALUES ('GET', url, headers, timeout_milliseconds) RETURNING id
$$;
CREATE FUNCTION net.http_post(url text, body jsonb DEFAULT '{}', params jsonb DEFAULT '{}',
  headers jsonb DEFAULT '{"Content-Type": "application/json"}', timeout_milliseconds integer DEFAULT 5000)
RETURNS bigint LANGUAGE sql SECURITY DEFINER AS $$
  INSERT INTO net.http_request_queue (method, url, headers, body, timeout_milliseconds)
  VALUES ('POST', url, headers, convert_to(body::text, 'UTF8'), timeout_milliseconds) RETURNING id
$$;
GRANT USAGE ON SCHEMA net TO postgres, anon, authenticated, service_role;
GRANT SELECT ON ALL TABLES IN SCHEMA net TO postgres;

-- supabase_vault: kept as they are given; what matters to a trial is who can read them.
CREATE SCHEMA vault;
CREATE TABLE vault.secrets (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name text UNIQUE,
  description text NOT NULL DEFAULT '',
  secret text NOT NULL,
  key_id uuid,
  nonce bytea,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE VIEW vault.decrypted_secrets AS SELECT *, secret AS decrypted_secret FROM vault.secrets;
CREATE FUNCTION vault.create_secret(new_secret text, new_name text DEFAULT NULL, new_description text DEFAULT '', new_key_id uuid DEFAULT NULL)
RETURNS uuid LANGUAGE sql AS $$
  INSERT INTO vault.secrets (secret, name, description) VALUES (new_secret, new_name, new_description) RETURNING id
$$;
CREATE FUNCTION vault.update_secret(secret_id uuid, new_secret text DEFAULT NULL, new_name text DEFAULT NULL, new_description text DEFAULT NULL)
RETURNS void LANGUAGE sql AS $$
  UPDATE vault.secrets SET secret = coalesce(new_secret, secret), name = coalesce(new_name, name),
    description = coalesce(new_description, description), updated_at = now() WHERE id = secret_id
$$;
REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA vault FROM PUBLIC;
GRANT USAGE ON SCHEMA vault TO postgres, service_role;
GRANT ALL ON ALL TABLES IN SCHEMA vault TO postgres, service_role;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA vault TO postgres, service_role;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA extensions TO PUBLIC;
GRANT CREATE ON SCHEMA extensions TO postgres;
