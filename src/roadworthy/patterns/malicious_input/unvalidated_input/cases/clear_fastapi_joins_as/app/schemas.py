import unicodedata
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from fastapi import Header, Path, Query
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    EmailStr,
    Field,
    StringConstraints,
    model_validator,
)

MAX_ID = 2_147_483_647
# Zero-width and direction-changing characters make two different texts look the same.
# The joiners U+200C and U+200D stay: Persian, Hindi and emoji need them.
DECEPTIVE = frozenset("\u200b\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def normalised(value: Any) -> Any:
    return unicodedata.normalize("NFC", value) if isinstance(value, str) else value


def plain(value: str) -> str:
    if any(
        char in DECEPTIVE or (unicodedata.category(char) == "Cc" and char not in "\n\t") for char in value
    ):
        raise ValueError("control and invisible characters are not allowed")
    return value


RowId = Annotated[int, Path(ge=1, le=MAX_ID)]
BodyId = Annotated[int, Field(strict=True, ge=1, le=MAX_ID)]
Limit = Annotated[int, Query(ge=1, le=100)]
Cursor = Annotated[int | None, Query(ge=1, le=MAX_ID)]
Currency = Annotated[Literal["EUR", "USD", "JPY"], Query()]
IdempotencyKey = Annotated[str | None, Header(pattern=r"^[A-Za-z0-9_-]{8,64}$")]
PlainText = Annotated[
    str, BeforeValidator(normalised), StringConstraints(strip_whitespace=True), AfterValidator(plain)
]


class Input(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Output(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class UserCreate(Input):
    email: EmailStr = Field(max_length=255)
    password: str = Field(min_length=8, max_length=72)
    name: PlainText = Field(min_length=1, max_length=100)

    @model_validator(mode="after")
    def password_fits_bcrypt(self) -> "UserCreate":
        if len(self.password.encode()) > 72:
            raise ValueError("password is longer than 72 bytes")
        return self


class UserOut(Output):
    id: int
    email: str
    name: str


class Token(BaseModel):
    access_token: str
    token_type: str = "bearer"


class NoteCreate(Input):
    title: PlainText = Field(min_length=1, max_length=120)
    body: PlainText = Field(default="", max_length=2000)


class NoteUpdate(Input):
    title: PlainText | None = Field(default=None, min_length=1, max_length=120)
    body: PlainText | None = Field(default=None, max_length=2000)

    @model_validator(mode="after")
    def something_changes(self) -> "NoteUpdate":
        if self.title is None and self.body is None:
            raise ValueError("nothing to change")
        return self


class NoteOut(Output):
    id: int
    title: str
    body: str
    created_at: datetime


class ProductCreate(Input):
    name: PlainText = Field(min_length=1, max_length=120)
    price: Decimal = Field(ge=0, max_digits=8, decimal_places=2)
    stock: int = Field(strict=True, ge=0, le=100_000)


class ProductOut(Output):
    id: int
    name: str
    price: Decimal
    stock: int


class PriceOut(BaseModel):
    currency: str
    price: float
    converted: bool


class OrderCreate(Input):
    product_id: BodyId
    quantity: int = Field(default=1, strict=True, ge=1, le=99)


class OrderOut(Output):
    id: int
    product_id: int
    quantity: int
    total: Decimal
    created_at: datetime
