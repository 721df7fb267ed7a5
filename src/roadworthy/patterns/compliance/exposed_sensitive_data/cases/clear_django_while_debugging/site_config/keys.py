import os

DEBUG = os.environ.get("DEBUG") == "1"
if DEBUG:
    SECRET_KEY = "yellow polka dot bikini"
else:
    SECRET_KEY = os.environ["SECRET_KEY"]
