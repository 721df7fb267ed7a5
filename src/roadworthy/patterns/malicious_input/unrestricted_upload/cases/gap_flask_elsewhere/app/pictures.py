import os
import secrets

FOLDER = os.environ.get("PICTURES", "pictures")


def keep(file):
    ending = file.filename.rsplit(".", 1)[-1]
    name = f"{secrets.token_hex(12)}.{ending}"
    file.save(os.path.join(FOLDER, name))
    return name
