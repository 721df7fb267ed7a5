import logging
import os

import boto3

client = boto3.client("s3")
BUCKET = os.environ.get("BUCKET", "notes")
log = logging.getLogger(__name__)


def keep(name: str, content: bytes) -> tuple[bool, str]:
    try:
        client.put_object(Bucket=BUCKET, Key=name, Body=content)
    except Exception as error:
        log.exception("not kept")
        return False, str(error)
    return True, ""
