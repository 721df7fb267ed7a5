import os

DEBUG = os.environ.get("DEBUG") == "1"
if not DEBUG:
    SECRET_KEY = os.environ["SECRET_KEY"]
else:
    SECRET_KEY = "yellow polka dot bikini"
