"""A Supabase project in a trial: its database with the roles and schemas of the service, the real PostgREST, and doors that
speak the protocols of Supabase Auth and Storage, so that supabase-js works as it does against the service."""
