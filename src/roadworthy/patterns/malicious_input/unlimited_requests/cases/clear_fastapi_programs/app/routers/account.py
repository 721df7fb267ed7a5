from typing import Annotated

from fastapi import APIRouter, Form, HTTPException

from app.auth import create_token
from app.clients import known_client

router = APIRouter(prefix="/account", tags=["account"])


@router.post("/token")
def token(grant_type: Annotated[str, Form(max_length=200)], client_id: Annotated[str, Form(max_length=200)], client_secret: Annotated[str, Form(max_length=200)]) -> dict[str, str]:
    client = known_client(client_id, client_secret)
    if client is None:
        raise HTTPException(401, "Unknown client")
    return {"access_token": create_token(client)}
