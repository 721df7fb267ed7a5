import configparser

config = configparser.ConfigParser()
config.read("shop.cfg")
if config.has_option("site", "secret"):
    SECRET_KEY = config.get("site", "secret")
