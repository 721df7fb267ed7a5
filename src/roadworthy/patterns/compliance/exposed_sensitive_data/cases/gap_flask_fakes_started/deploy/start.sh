#!/bin/sh
set -e
flask db upgrade
python -m app.fakes
exec gunicorn wsgi:app
