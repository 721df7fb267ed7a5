import os
from typing import Annotated

import httpx
from fastapi import FastAPI
from pydantic import BaseModel, Field

from app.auth import CurrentUser

app = FastAPI()


class Fee(BaseModel):
    amount: Annotated[int, Field(gt=0, le=10_000)]


@app.post("/fees", status_code=201)
async def pay(fee: Fee, user: CurrentUser) -> dict[str, str]:
    async with httpx.AsyncClient(timeout=5) as client:
        answer = await client.post(
            "https://api.flutterwave.com/v3/charges",
            headers={"Authorization": f"Bearer {os.environ['PAYMENT_KEY']}"},
            json={"amount": fee.amount, "email": user.email},
        )
    answer.raise_for_status()
    return {"status": "asked"}
