from fastapi import FastAPI
from pydantic import BaseModel, EmailStr

from app.mailer import Mailer

app = FastAPI()


class Invited(BaseModel):
    email: EmailStr


@app.post("/invitations")
def invite(invited: Invited) -> dict[str, str]:
    Mailer().deliver(invited.email, "Come and join us")
    return {"message": "Invitation sent successfully!"}
