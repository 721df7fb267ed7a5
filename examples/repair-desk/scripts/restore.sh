#!/bin/sh
# Brings a file of backups/ back into a new project, after `supabase db push`: scripts/restore.sh backups/FILE.sql
set -eu
psql --quiet "$SUPABASE_DB_URL" < "$1"
