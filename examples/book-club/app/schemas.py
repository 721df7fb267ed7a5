from datetime import datetime
from typing import Annotated

from fastapi import Path, Query
from pydantic import AfterValidator, BaseModel, ConfigDict, EmailStr, Field, StringConstraints

MAX_ID = 2_147_483_647

RowId = Annotated[int, Path(ge=1, le=MAX_ID)]
Limit = Annotated[int, Query(ge=1, le=100)]
Offset = Annotated[int, Query(ge=0, le=1_000_000)]


def no_control_characters(value: str) -> str:
    if any(ord(char) < 32 and char not in "\n\t" for char in value):
        raise ValueError("control characters are not allowed")
    return value


PlainText = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1), AfterValidator(no_control_characters)
]


class UserCreate(BaseModel):
    email: EmailStr = Field(max_length=255)
    password: str = Field(min_length=8, max_length=200)
    name: PlainText = Field(max_length=100)


class UserOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    email: str
    name: str
    bio: str | None
    is_admin: bool
    points: float
    picture: str | None
    created_at: datetime


class Token(BaseModel):
    access_token: str
    token_type: str = "bearer"


class BookImport(BaseModel):
    isbn: str = Field(pattern=r"^(\d{9}[\dX]|\d{13})$")


class Count(BaseModel):
    count: int


class BookOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    isbn: str
    title: str
    author: str | None
    cover_url: str | None
    published: str | None
    created_at: datetime


class ClubCreate(BaseModel):
    name: PlainText = Field(max_length=120)
    description: PlainText | None = Field(default=None, max_length=2000)
    seats: int = Field(ge=1, le=500)
    book_id: int | None = Field(default=None, ge=1, le=MAX_ID)


class ClubOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    name: str
    description: str | None
    seats_left: int
    owner_id: int
    book_id: int | None
    created_at: datetime


class MemberOut(BaseModel):
    user_id: int
    name: str
    joined_at: datetime


class NoteCreate(BaseModel):
    book_id: int = Field(ge=1, le=MAX_ID)
    page: int | None = Field(default=None, ge=1, le=100_000)
    body: PlainText = Field(max_length=5000)


class NoteUpdate(BaseModel):
    page: int | None = Field(default=None, ge=1, le=100_000)
    body: PlainText | None = Field(default=None, max_length=5000)


class NoteOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    book_id: int
    page: int | None
    body: str
    created_at: datetime


class ReviewCreate(BaseModel):
    book_id: int
    rating: int
    body: str | None = None


class ReviewOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    user_id: int
    book_id: int
    rating: int
    body: str | None
    created_at: datetime


class TransferCreate(BaseModel):
    to_user_id: int
    amount: float
    message: str | None = None


class TransferOut(BaseModel):
    id: int
    amount: float
    balance: float


class Rating(BaseModel):
    average: float | None
    reviews: int


class MyClub(BaseModel):
    club_id: int
    name: str
    seats_left: int
    joined_at: datetime


class Stats(BaseModel):
    points_given: float
