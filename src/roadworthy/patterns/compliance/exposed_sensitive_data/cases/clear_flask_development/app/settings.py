import os


class Config:
    SECRET_KEY = os.environ["SECRET_KEY"]


class Development(Config):
    SECRET_KEY = "7f3b9c2d8e1a4f60"
