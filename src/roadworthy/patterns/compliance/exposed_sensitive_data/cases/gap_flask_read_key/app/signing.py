import os
from pathlib import Path


def signing_key() -> str:
    return Path(os.environ.get("SIGNING_KEY_PATH", "local_data/signing.pem")).read_text()
