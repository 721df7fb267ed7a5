#!/bin/sh
set -eu
file="backups/base-$(date -u +%Y%m%dT%H%M%SZ).dump"
pg_dump --format=custom --file="$file" "$DATABASE_URL"
find backups -name 'base-*.dump' -mtime +30 -delete
