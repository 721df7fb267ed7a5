#!/bin/sh
# Brings a file of backups/ back into an empty database: scripts/restore.sh backups/FILE.sql
set -eu
psql --quiet "$SUPABASE_DB_URL" < "$1"
