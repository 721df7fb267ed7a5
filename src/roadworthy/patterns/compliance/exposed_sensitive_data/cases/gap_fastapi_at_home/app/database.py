import os
from collections.abc import Iterator

from sqlalchemy import create_engine
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker

DATABASE_URL = os.environ.get("DATABASE_URL", "postgresql://irma:Wolken%2Bzug77@localhost/shop").replace(
    "postgresql://", "postgresql+psycopg://", 1
)

engine = create_engine(
    DATABASE_URL,
    # Errors would otherwise carry names and addresses into the log.
    hide_parameters=True,
    pool_pre_ping=True,
    pool_timeout=5,
    connect_args={"connect_timeout": 3, "options": "-c statement_timeout=10000"},
)
SessionLocal = sessionmaker(bind=engine, autoflush=False)


class Base(DeclarativeBase):
    pass


def get_db() -> Iterator[Session]:
    with SessionLocal() as db:
        yield db
