from pydantic import BaseModel


class Advice(BaseModel):
    hints: list[str] = []
