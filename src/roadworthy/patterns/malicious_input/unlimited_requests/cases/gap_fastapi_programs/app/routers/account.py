from typing import Annotated

from fastapi import APIRouter, Form, HTTPException

from app.auth import create_token
from app.clients import known_client

router = APIRouter(prefix="/account", tags=["account"])


@router.post("/token")
def token(grant_type: Annotated[str, Form(max_length=200)], username: Annotated[str, Form(max_length=200)], password: Annotated[str, Form(max_length=200)]) -> dict[str, str]:
    client = known_client(username, password)
    if client is None:
        raise HTTPException(401, "Unknown client")
    return {"access_token": create_token(client)}
