import os
import smtplib

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel, Field

app = FastAPI()


class Contact(BaseModel):
    text: str = Field(max_length=500)


def forward(text: str) -> bool:
    try:
        with smtplib.SMTP(os.environ["MAIL_HOST"], timeout=5) as server:
            server.sendmail(os.environ["MAIL_FROM"], os.environ["OWNER"], text)
        return True
    except Exception as error:
        print(f"mail failed: {error}")
        return False


@app.post("/contact")
def contact(asked: Contact) -> dict[str, str]:
    forward(asked.text)
    return {"message": "Your message has been sent"}
