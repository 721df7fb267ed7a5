#!/usr/bin/env bash
# One dump of everything; prints its path.
set -euo pipefail
mkdir -p backups
file="backups/base-$(date -u +%Y%m%dT%H%M%SZ).dump"
pg_dump --format=custom --file="$file" "${DATABASE_URL/+psycopg/}"
echo "$file"
