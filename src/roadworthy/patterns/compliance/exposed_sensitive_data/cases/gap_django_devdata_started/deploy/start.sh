#!/bin/sh
set -e
python manage.py migrate
python manage.py devdata
exec gunicorn site_config.wsgi
