import os

DEBUG = True
if DEBUG:
    SECRET_KEY = "yellow polka dot bikini"
else:
    SECRET_KEY = os.environ["SECRET_KEY"]
