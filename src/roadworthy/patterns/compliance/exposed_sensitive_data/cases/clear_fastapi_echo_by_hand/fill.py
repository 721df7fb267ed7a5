import os

from sqlalchemy import create_engine, text

engine = create_engine(os.environ["DATABASE_URL"], echo=True)


def fill() -> None:
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO products (name, price) VALUES ('Tea', 4)"))


if __name__ == "__main__":
    fill()
