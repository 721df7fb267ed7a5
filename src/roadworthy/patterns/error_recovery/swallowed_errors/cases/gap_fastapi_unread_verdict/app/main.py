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
    send_reset_code(asked.email)
    return {"message": "The code is on its way"}
