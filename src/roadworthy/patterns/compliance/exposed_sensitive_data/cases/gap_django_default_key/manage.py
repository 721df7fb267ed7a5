import os
import sys

DEFAULTS = {"DEFAULT_BOT_API_KEY": "5f3a9c1e7b2d4f6088a1c3e5d7f9b1a2c4e6f801"}

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
