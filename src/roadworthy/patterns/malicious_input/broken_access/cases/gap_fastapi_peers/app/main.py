from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException
from pydantic import BaseModel, Field
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.auth import get_current_user
from app.database import Base, get_db
from app.models import User

app = FastAPI()
Database = Annotated[Session, Depends(get_db)]


class Office(Base):
    __tablename__ = "offices"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(20))


class Course(Base):
    __tablename__ = "courses"

    id: Mapped[int] = mapped_column(primary_key=True)
    teacher_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    title: Mapped[str] = mapped_column(String(120))
    results: Mapped[str] = mapped_column(String(2000), default="")


class Named(BaseModel):
    title: str = Field(max_length=120)


def must_teach(user: Annotated[User, Depends(get_current_user)], db: Database) -> User:
    office = db.get(Office, user.id)
    if office is None or office.role not in ("teacher", "admin"):
        raise HTTPException(403, "Teachers only")
    return user


Teacher = Annotated[User, Depends(must_teach)]


def own_course(course_id: int, user: User, db: Session) -> Course:
    course = db.get(Course, course_id)
    if course is None or course.teacher_id != user.id:
        raise HTTPException(404, "Course not found")
    return course


@app.get("/courses/{course_id}")
def read(course_id: int, user: Teacher, db: Database) -> dict[str, str]:
    return {"title": own_course(course_id, user, db).title}


@app.put("/courses/{course_id}")
def rename(course_id: int, given: Named, user: Teacher, db: Database) -> Named:
    own_course(course_id, user, db).title = given.title
    db.commit()
    return given


@app.delete("/courses/{course_id}", status_code=204)
def remove(course_id: int, user: Teacher, db: Database) -> None:
    db.delete(own_course(course_id, user, db))
    db.commit()


@app.get("/courses/{course_id}/results")
def results(course_id: int, user: Teacher, db: Database) -> dict[str, str]:
    course = db.get(Course, course_id)
    if course is None:
        raise HTTPException(404, "Course not found")
    return {"results": course.results}
