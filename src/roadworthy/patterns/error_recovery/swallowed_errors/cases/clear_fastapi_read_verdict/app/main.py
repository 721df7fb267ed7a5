import os
import smtplib

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel, EmailStr

app = FastAPI()


class Asked(BaseModel):
    email: EmailStr


def send_reset_code(email: str) -> bool:
    try:
        with smtplib.SMTP(os.environ["MAIL_HOST"], timeout=5) as server:
            server.sendmail(os.environ["MAIL_FROM"], email, "Your code")
        return True
    except Exception as error:
        print(f"mail failed: {error}")
        return False


@app.post("/reset")
def reset(asked: Asked) -> dict[str, str]:
    if not send_reset_code(asked.email):
        raise HTTPException(502, "The mail could not be sent")
    return {"message": "The code is on its way"}
