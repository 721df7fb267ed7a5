import os
import secrets

from PIL import Image

FOLDER = os.environ.get("PICTURES", "pictures")


def keep(file):
    picture = Image.open(file)
    name = f"{secrets.token_hex(12)}.jpg"
    picture.convert("RGB").save(os.path.join(FOLDER, name), format="JPEG")
    return name
