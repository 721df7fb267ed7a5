import os

from fastapi import FastAPI
from pyrate_limiter import Duration, Limiter, Rate

limiters = {name: Limiter(Rate(5, Duration.HOUR)) for name in os.environ.get("DOORS", "").split(",")}


def doors(app: FastAPI) -> None:
    for name, limiter in limiters.items():
        getattr(app, name)(limiter)
