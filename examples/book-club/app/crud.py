from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app import schemas
from app.auth import hash_password
from app.models import Book, Club, ClubMember, Note, PointTransfer, Review, User


def get_user_by_email(db: Session, email: str) -> User | None:
    return db.scalar(select(User).where(User.email == email.lower()))


def create_user(db: Session, data: schemas.UserCreate) -> User:
    user = User(email=data.email.lower(), password_hash=hash_password(data.password), name=data.name)
    db.add(user)
    db.commit()
    db.refresh(user)
    return user


def list_books(db: Session, author: str | None, limit: int, offset: int) -> list[Book]:
    query = select(Book)
    if author:
        query = query.where(Book.author == author)
    query = query.order_by(Book.created_at.desc(), Book.id.desc()).limit(limit).offset(offset)
    return list(db.scalars(query))


def get_book_by_isbn(db: Session, isbn: str) -> Book | None:
    return db.scalar(select(Book).where(Book.isbn == isbn))


def create_book(db: Session, data: dict, user: User) -> Book:
    book = Book(**data, added_by=user.id)
    db.add(book)
    db.commit()
    db.refresh(book)
    return book


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
    db.commit()
    db.refresh(club)
    return club


def get_membership(db: Session, club_id: int, user_id: int) -> ClubMember | None:
    return db.scalar(
        select(ClubMember).where(ClubMember.club_id == club_id, ClubMember.user_id == user_id)
    )


def join_club(db: Session, club: Club, user: User) -> Club:
    club.seats_left = club.seats_left - 1
    db.add(ClubMember(club_id=club.id, user_id=user.id))
    db.commit()
    db.refresh(club)
    return club


def list_members(db: Session, club_id: int, limit: int, offset: int) -> list[tuple[ClubMember, User]]:
    query = (
        select(ClubMember, User)
        .join(User, User.id == ClubMember.user_id)
        .where(ClubMember.club_id == club_id)
        .order_by(ClubMember.id)
        .limit(limit)
        .offset(offset)
    )
    return [(member, user) for member, user in db.execute(query)]


def create_note(db: Session, data: schemas.NoteCreate, user: User) -> Note:
    note = Note(**data.model_dump(), user_id=user.id)
    db.add(note)
    db.commit()
    db.refresh(note)
    return note


def list_notes(db: Session, user: User, limit: int, offset: int) -> list[Note]:
    query = select(Note).where(Note.user_id == user.id).order_by(Note.id.desc())
    return list(db.scalars(query.limit(limit).offset(offset)))


def get_own_note(db: Session, note_id: int, user: User) -> Note | None:
    return db.scalar(select(Note).where(Note.id == note_id, Note.user_id == user.id))


def update_note(db: Session, note: Note, data: schemas.NoteUpdate) -> Note:
    for field, value in data.model_dump(exclude_unset=True, exclude_none=True).items():
        setattr(note, field, value)
    db.commit()
    db.refresh(note)
    return note


def create_review(db: Session, data: schemas.ReviewCreate, user: User) -> Review:
    review = Review(**data.model_dump(), user_id=user.id)
    db.add(review)
    db.commit()
    db.refresh(review)
    return review


def list_reviews(db: Session, book_id: int, limit: int, offset: int) -> list[Review]:
    query = select(Review).where(Review.book_id == book_id).order_by(Review.id.desc())
    return list(db.scalars(query.limit(limit).offset(offset)))


def transfer_points(db: Session, sender: User, receiver: User, data: schemas.TransferCreate) -> PointTransfer:
    sender.points = sender.points - data.amount
    receiver.points = receiver.points + data.amount
    transfer = PointTransfer(
        sender_id=sender.id,
        receiver_id=receiver.id,
        amount=data.amount,
        message=data.message,
    )
    db.add(transfer)
    db.commit()
    db.refresh(transfer)
    return transfer


def list_users(db: Session) -> list[User]:
    return list(db.scalars(select(User).order_by(User.created_at.desc())))


def search_books(db: Session, q: str) -> list[Book]:
    return list(db.scalars(select(Book).where(Book.title.ilike(f"%{q}%")).order_by(Book.title).limit(20)))


def all_reviews(db: Session, book_id: int) -> list[Review]:
    return list(db.scalars(select(Review).where(Review.book_id == book_id)))


def search_notes(db: Session, user: User, word: str):
    query = f"""
        SELECT id, book_id, page, body, created_at FROM notes
        WHERE user_id = {user.id} AND body ILIKE '%{word}%' ORDER BY id DESC LIMIT 20
    """
    return db.execute(text(query)).all()


def list_memberships(db: Session, user: User, limit: int, offset: int) -> list[ClubMember]:
    query = select(ClubMember).where(ClubMember.user_id == user.id).order_by(ClubMember.id)
    return list(db.scalars(query.limit(limit).offset(offset)))


def all_transfers(db: Session) -> list[PointTransfer]:
    return list(db.scalars(select(PointTransfer)))
