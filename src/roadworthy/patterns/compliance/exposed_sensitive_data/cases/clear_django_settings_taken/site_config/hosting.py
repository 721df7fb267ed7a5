import os

from site_config.settings import *  # noqa: F403

SECRET_KEY = os.environ["SECRET_KEY"]
