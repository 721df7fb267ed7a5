class Development:
    SECRET_KEY = "7f3b9c2d8e1a4f60"
