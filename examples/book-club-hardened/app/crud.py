from decimal import Decimal

from fastapi import HTTPException
from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app import schemas
from app.auth import hash_password
from app.models import Book, Club, ClubMember, Note, Picture, PointTransfer, Review, User
from app.privacy import PRIVACY_VERSION


def get_user_by_email(db: Session, email: str) -> User | None:
    return db.scalar(select(User).where(User.email == email.lower()))


def create_user(db: Session, data: schemas.UserCreate) -> User:
    """Raises IntegrityError when the address is taken."""
    user = User(
        email=data.email.lower(),
        password_hash=hash_password(data.password),
        name=data.name,
        privacy_version=PRIVACY_VERSION,
    )
    db.add(user)
    db.flush()
    return user


def update_user(db: Session, user: User, data: schemas.UserUpdate) -> None:
    for field, value in data.model_dump(exclude_unset=True).items():
        setattr(user, field, value)


def list_users(db: Session, limit: int, offset: int) -> list[User]:
    return list(db.scalars(select(User).order_by(User.id.desc()).limit(limit).offset(offset)))


def list_books(db: Session, author: str | None, limit: int, offset: int) -> list[Book]:
    query = select(Book)
    if author:
        query = query.where(Book.author == author)
    query = query.order_by(Book.created_at.desc(), Book.id.desc())
    return list(db.scalars(query.limit(limit).offset(offset)))


def count_books(db: Session) -> int:
    return db.scalar(select(func.count(Book.id))) or 0


def get_book_by_isbn(db: Session, isbn: str) -> Book | None:
    return db.scalar(select(Book).where(Book.isbn == isbn))


def create_book(db: Session, data: dict[str, str | None], user_id: int) -> Book:
    """Two imports of one ISBN at once end in one book."""
    statement = insert(Book).values(**data, added_by=user_id).on_conflict_do_nothing(index_elements=["isbn"])
    db.execute(statement)
    db.commit()
    return db.scalars(select(Book).where(Book.isbn == data["isbn"])).one()


def list_clubs(db: Session, limit: int, offset: int) -> list[Club]:
    return list(db.scalars(select(Club).order_by(Club.id).limit(limit).offset(offset)))


def create_club(db: Session, data: schemas.ClubCreate, user: User) -> Club:
    club = Club(
        name=data.name,
        description=data.description,
        seats_left=data.seats,
        owner_id=user.id,
        book_id=data.book_id,
    )
    db.add(club)
    db.flush()
    return club


def join_club(db: Session, club_id: int, user_id: int) -> Club:
    """One statement takes the membership, one takes the seat; both or neither are committed."""
    club = db.get(Club, club_id)
    if club is None:
        raise HTTPException(404, "Club not found")
    membership = (
        insert(ClubMember)
        .values(club_id=club_id, user_id=user_id)
        .on_conflict_do_nothing(index_elements=["club_id", "user_id"])
        .returning(ClubMember.id)
    )
    if db.scalar(membership) is None:
        raise HTTPException(409, "You are already a member")
    seat = (
        update(Club)
        .where(Club.id == club_id, Club.seats_left > 0)
        .values(seats_left=Club.seats_left - 1)
        .returning(Club.id)
        .execution_options(synchronize_session=False)
    )
    if db.scalar(seat) is None:
        raise HTTPException(409, "This club is full")
    db.refresh(club)
    return club


def list_members(db: Session, club_id: int, limit: int, offset: int) -> list[tuple[ClubMember, User]]:
    query = (
        select(ClubMember, User)
        .join(User, User.id == ClubMember.user_id)
        .where(ClubMember.club_id == club_id)
        .order_by(ClubMember.user_id)
        .limit(limit)
        .offset(offset)
    )
    return [(member, user) for member, user in db.execute(query)]


def create_note(db: Session, data: schemas.NoteCreate, user: User) -> Note:
    note = Note(**data.model_dump(), user_id=user.id)
    db.add(note)
    db.flush()
    return note


def list_notes(db: Session, user: User, limit: int, offset: int) -> list[Note]:
    query = select(Note).where(Note.user_id == user.id, Note.deleted_at.is_(None)).order_by(Note.id.desc())
    return list(db.scalars(query.limit(limit).offset(offset)))


def get_own_note(db: Session, note_id: int, user: User, deleted: bool = False) -> Note:
    state = Note.deleted_at.is_not(None) if deleted else Note.deleted_at.is_(None)
    note = db.scalar(select(Note).where(Note.id == note_id, Note.user_id == user.id, state))
    if note is None:
        raise HTTPException(404, "Note not found")
    return note


def update_note(db: Session, note: Note, data: schemas.NoteUpdate) -> None:
    for field, value in data.model_dump(exclude_unset=True, exclude_none=True).items():
        setattr(note, field, value)


def set_deleted(note: Note, deleted: bool) -> None:
    note.deleted_at = func.now() if deleted else None


def create_review(db: Session, data: schemas.ReviewCreate, user: User) -> Review:
    statement = (
        insert(Review)
        .values(**data.model_dump(), user_id=user.id)
        .on_conflict_do_nothing(index_elements=["user_id", "book_id"])
        .returning(Review)
    )
    review = db.scalar(statement)
    if review is None:
        raise HTTPException(409, "You have already reviewed this book")
    return review


def list_reviews(db: Session, book_id: int, limit: int, offset: int) -> list[Review]:
    query = select(Review).where(Review.book_id == book_id).order_by(Review.id.desc())
    return list(db.scalars(query.limit(limit).offset(offset)))


def transfer_points(
    db: Session, sender_id: int, receiver_id: int, data: schemas.TransferCreate
) -> tuple[PointTransfer, Decimal]:
    """Move points in the database itself. Return the ledger row and the sender's new balance."""
    # Both rows are locked in one order, so that two people paying each other cannot deadlock.
    both = select(User.id).where(User.id.in_([sender_id, receiver_id])).order_by(User.id)
    if receiver_id not in db.scalars(both.with_for_update(key_share=True)).all():
        raise HTTPException(404, "User not found")
    balance = db.scalar(
        update(User)
        .where(User.id == sender_id, User.points >= data.amount)
        .values(points=User.points - data.amount)
        .returning(User.points)
        .execution_options(synchronize_session=False)
    )
    if balance is None:
        raise HTTPException(400, "Not enough points")
    db.execute(
        update(User)
        .where(User.id == receiver_id)
        .values(points=User.points + data.amount)
        .execution_options(synchronize_session=False)
    )
    transfer = PointTransfer(sender_id=sender_id, receiver_id=receiver_id, amount=data.amount, message=data.message)
    db.add(transfer)
    db.flush()
    return transfer, balance


def anywhere(text: str) -> str:
    """A LIKE pattern that finds the text itself: its own wildcards mean nothing. Trigram indexes answer it."""
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def search_books(db: Session, q: str) -> list[Book]:
    query = select(Book).where(Book.title.ilike(anywhere(q), escape="\\")).order_by(Book.title, Book.id)
    return list(db.scalars(query.limit(20)))


def search_notes(db: Session, user: User, word: str) -> list[Note]:
    own = select(Note).where(Note.user_id == user.id, Note.deleted_at.is_(None))
    found = own.where(Note.body.ilike(anywhere(word), escape="\\")).order_by(Note.id.desc())
    return list(db.scalars(found.limit(20)))


def rating(db: Session, book_id: int) -> tuple[float | None, int]:
    average, reviews = db.execute(
        select(func.round(func.avg(Review.rating), 1), func.count(Review.id)).where(Review.book_id == book_id)
    ).one()
    return (None if average is None else float(average)), reviews


def points_given(db: Session) -> Decimal:
    return db.scalar(select(func.coalesce(func.sum(PointTransfer.amount), 0))) or Decimal(0)


def list_memberships(db: Session, user: User, limit: int, offset: int) -> list[tuple[ClubMember, Club]]:
    query = (
        select(ClubMember, Club)
        .join(Club, Club.id == ClubMember.club_id)
        .where(ClubMember.user_id == user.id)
        .order_by(ClubMember.id)
        .limit(limit)
        .offset(offset)
    )
    return [(membership, club) for membership, club in db.execute(query)]


def get_picture(db: Session, user: User) -> Picture | None:
    return db.scalar(select(Picture).where(Picture.user_id == user.id))
