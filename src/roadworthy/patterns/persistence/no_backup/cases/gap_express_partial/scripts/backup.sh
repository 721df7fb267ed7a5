#!/bin/sh
set -eu
mkdir -p backups
file="backups/base-$(date -u +%Y%m%dT%H%M%SZ).sql"
pg_dump --schema-only --no-owner --file="$file" "$DATABASE_URL"
