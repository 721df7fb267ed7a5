#!/bin/sh
set -eu
mkdir -p backups
file="backups/base-$(date -u +%Y%m%dT%H%M%SZ).sql"
pg_dump --schema-only --no-owner --file="$file" "$(echo "$DATABASE_URL" | sed s/+psycopg//)"
