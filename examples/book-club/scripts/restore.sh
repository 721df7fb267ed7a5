#!/bin/sh
# Brings a file of backups/ back into an empty database: scripts/restore.sh backups/FILE.sql
set -eu
url=$(echo "$DATABASE_URL" | sed s/+psycopg//)
psql --quiet "$url" < "$1"
