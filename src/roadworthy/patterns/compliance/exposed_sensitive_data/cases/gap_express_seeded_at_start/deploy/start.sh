#!/bin/sh
set -e
npx tsx server/seed.ts
exec node dist/index.js
