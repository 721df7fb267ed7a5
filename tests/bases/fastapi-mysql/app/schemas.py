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
    title: str = Field(min_length=1, max_length=120)
    reference: str = Field(min_length=1, max_length=60)


class NoteOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    title: str
    reference: str


class ProductIn(Strict):
    name: str = Field(min_length=1, max_length=120)
    stock: int = Field(ge=0, le=100_000)


class ProductOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    name: str
    stock: int


class OrderIn(Strict):
    product_id: int = Field(gt=0)
    quantity: int = Field(gt=0, le=20)


class OrderOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    product_id: int
    quantity: int
