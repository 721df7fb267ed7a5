from collections.abc import Iterator

from sqlalchemy import create_engine
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker

from app.config import get_settings

settings = get_settings()
DATABASE_URL = settings.sqlalchemy_url

# A query that runs longer than ten seconds is a fault; failing it frees the connection for others.
engine = create_engine(
    DATABASE_URL,
    # Errors would otherwise carry names and addresses into the log.
    hide_parameters=True,
    pool_pre_ping=True,
    pool_size=settings.pool_size,
    max_overflow=settings.pool_overflow,
    pool_timeout=5,
    pool_recycle=1800,
    connect_args={
        "connect_timeout": 3,
        "options": "-c statement_timeout=10000 -c lock_timeout=5000 -c timezone=UTC",
    },
)
SessionLocal = sessionmaker(bind=engine, autoflush=False)


class Base(DeclarativeBase):
    pass


def get_db() -> Iterator[Session]:
    with SessionLocal() as db:
        yield db
