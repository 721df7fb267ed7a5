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
  SELECT @extschema@.digest(convert_to(data, 'UTF8'), type)
$$;
CREATE FUNCTION hmac(data bytea, key bytea, type text) RETURNS bytea LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  block integer := CASE WHEN lower(type) IN ('sha384', 'sha512') THEN 128 ELSE 64 END;
  padded bytea := CASE WHEN length(key) > block THEN @extschema@.digest(key, type) ELSE key END;
  inner_key bytea := '';
  outer_key bytea := '';
BEGIN
  padded := padded || decode(repeat('00', block - length(padded)), 'hex');
  FOR place IN 0 .. block - 1 LOOP
    inner_key := inner_key || set_byte('\x00'::bytea, 0, get_byte(padded, place) # 54);
    outer_key := outer_key || set_byte('\x00'::bytea, 0, get_byte(padded, place) # 92);
  END LOOP;
  RETURN @extschema@.digest(outer_key || @extschema@.digest(inner_key || data, type), type);
END
$$;
CREATE FUNCTION hmac(data text, key text, type text) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
  SELECT @extschema@.hmac(convert_to(data, 'UTF8'), convert_to(key, 'UTF8'), type)
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
