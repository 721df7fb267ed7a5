import unicodedata
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from fastapi import Path, Query
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    EmailStr,
    Field,
    PlainSerializer,
    StringConstraints,
    model_validator,
)

MAX_ID = 2_147_483_647
# Zero-width and direction-changing characters make two different texts look the same.
# The joiners U+200C and U+200D stay: Persian, Hindi and emoji need them.
DECEPTIVE = frozenset("\u200b\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def plain(value: str) -> str:
    value = unicodedata.normalize("NFC", value)
    if any(char in DECEPTIVE or (unicodedata.category(char) == "Cc" and char not in "\n\t") for char in value):
        raise ValueError("control and invisible characters are not allowed")
    return value


def number_not_boolean(value: Any) -> Any:
    if isinstance(value, bool | str):
        raise ValueError("must be a number")
    return value


RowId = Annotated[int, Path(ge=1, le=MAX_ID)]
BodyId = Annotated[int, Field(strict=True, ge=1, le=MAX_ID)]
Limit = Annotated[int, Query(ge=1, le=100)]
Offset = Annotated[int, Query(ge=0, le=10_000)]
PlainText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1), AfterValidator(plain)]
Points = Annotated[Decimal, PlainSerializer(float, return_type=float, when_used="json")]


class Input(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Output(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class UserCreate(Input):
    email: EmailStr = Field(max_length=255)
    password: str = Field(min_length=8, max_length=72)
    name: PlainText = Field(max_length=100)

    @model_validator(mode="after")
    def password_fits_bcrypt(self) -> "UserCreate":
        if len(self.password.encode()) > 72:
            raise ValueError("password is longer than 72 bytes")
        return self


class UserUpdate(Input):
    name: PlainText | None = Field(default=None, max_length=100)
    bio: PlainText | None = Field(default=None, max_length=1000)

    @model_validator(mode="after")
    def name_is_not_removed(self) -> "UserUpdate":
        if "name" in self.model_fields_set and self.name is None:
            raise ValueError("name cannot be empty")
        return self


class UserOut(Output):
    id: int
    email: str
    name: str
    bio: str | None
    is_admin: bool
    points: Points
    picture: str | None
    created_at: datetime


class Token(BaseModel):
    access_token: str
    token_type: str = "bearer"


class BookImport(Input):
    isbn: str = Field(pattern=r"^([0-9]{9}[0-9X]|[0-9]{13})$")


class Count(BaseModel):
    count: int


class BookOut(Output):
    id: int
    isbn: str
    title: str
    author: str | None
    cover_url: str | None
    published: str | None
    created_at: datetime


class ClubCreate(Input):
    name: PlainText = Field(max_length=120)
    description: PlainText | None = Field(default=None, max_length=2000)
    seats: int = Field(strict=True, ge=1, le=500)
    book_id: BodyId | None = None


class ClubOut(Output):
    id: int
    name: str
    description: str | None
    seats_left: int
    owner_id: int | None
    book_id: int | None
    created_at: datetime


class MemberOut(BaseModel):
    user_id: int
    name: str
    joined_at: datetime


class NoteCreate(Input):
    book_id: BodyId
    page: int | None = Field(default=None, strict=True, ge=1, le=100_000)
    body: PlainText = Field(max_length=5000)


class NoteUpdate(Input):
    page: int | None = Field(default=None, strict=True, ge=1, le=100_000)
    body: PlainText | None = Field(default=None, max_length=5000)


class NoteOut(Output):
    id: int
    book_id: int
    page: int | None
    body: str
    created_at: datetime


class ReviewCreate(Input):
    book_id: BodyId
    rating: int = Field(strict=True, ge=1, le=5)
    body: PlainText | None = Field(default=None, max_length=5000)


class ReviewOut(Output):
    id: int
    user_id: int
    book_id: int
    rating: int
    body: str | None
    created_at: datetime


class TransferCreate(Input):
    to_user_id: BodyId
    amount: Annotated[
        Decimal,
        BeforeValidator(number_not_boolean),
        Field(gt=0, le=10_000, decimal_places=2, allow_inf_nan=False),
    ]
    message: PlainText | None = Field(default=None, max_length=200)


class TransferOut(BaseModel):
    id: int
    amount: Points
    balance: Points


class Rating(BaseModel):
    average: float | None
    reviews: int


class MyClub(BaseModel):
    club_id: int
    name: str
    seats_left: int
    joined_at: datetime


class Stats(BaseModel):
    points_given: Points
