from pydantic import BaseModel, ConfigDict, Field


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Registration(Strict):
    email: str = Field(min_length=3, max_length=254, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
    password: str = Field(min_length=8, max_length=72)


class SignIn(Strict):
    email: str = Field(max_length=254)
    password: str = Field(max_length=72)


class NoteIn(Strict):
    title: str = Field(min_length=1, max_length=120, pattern=r"^\P{C}*$")
    reference: str = Field(min_length=1, max_length=60, pattern=r"^\P{C}*$")


class NoteOut(BaseModel):
    id: str
    title: str
    reference: str


class ProductIn(Strict):
    name: str = Field(min_length=1, max_length=120)
    stock: int = Field(ge=0, le=100_000)


class ProductOut(BaseModel):
    id: str
    name: str
    stock: int


class OrderIn(Strict):
    product_id: str = Field(min_length=1, max_length=64)
    quantity: int = Field(gt=0, le=20)


class OrderOut(BaseModel):
    id: str
    product_id: str
    quantity: int
