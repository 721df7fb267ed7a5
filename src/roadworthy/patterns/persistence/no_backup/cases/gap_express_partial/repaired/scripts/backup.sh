#!/bin/sh
set -eu
mkdir -p backups
file="backups/base-$(date -u +%Y%m%dT%H%M%SZ).dump"
pg_dump --format=custom --no-owner --file="$file" "$DATABASE_URL"
