import hmac
import os

from fastapi import Depends, HTTPException
from fastapi.security import HTTPBasic, HTTPBasicCredentials

basic = HTTPBasic()


def operator(given: HTTPBasicCredentials = Depends(basic)) -> str:
    known = os.getenv("ADMIN_PASSWORD", "operator1")
    if not hmac.compare_digest(given.password, known):
        raise HTTPException(401, "Operators only")
    return given.username
