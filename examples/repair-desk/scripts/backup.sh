#!/bin/sh
# Saves the database to backups/. Run it before you change anything big.
set -eu
mkdir -p backups
file="backups/repair-desk-$(date -u +%Y%m%dT%H%M%SZ).sql"
pg_dump --no-owner --table=public.tickets --table=public.comments --table=public.parts --file="$file" "$SUPABASE_DB_URL"
echo "$file"
