import os

from tortoise.contrib.fastapi import register_tortoise


def register_storage(app):
    register_tortoise(
        app,
        db_url=os.environ["DATABASE_URL"],
        modules={"models": ["app.diaries"]},
        generate_schemas=True,
    )
