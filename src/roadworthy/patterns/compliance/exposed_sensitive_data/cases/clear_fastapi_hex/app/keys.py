"""How the links in mails are signed."""

import os

MAIL_SECRET_KEY = os.environ["MAIL_SECRET_KEY"]
