import os

DEBUG = "DEBUG" in os.environ
