import os

import httpx
from fastapi import APIRouter

router = APIRouter()


@router.post("/announce")
def announce() -> dict[str, bool]:
    answer = httpx.post(f"{os.environ['INDEX_URL']}/announce", json={"what": "all"}, timeout=2)
    answer.raise_for_status()
    return {"announced": True}
