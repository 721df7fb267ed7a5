import os


def check_secret(name: str, value: str | None) -> None:
    if value == "changethis":
        raise ValueError(f"{name} still has the value of the repository")


check_secret("SECRET_KEY", os.environ["SECRET_KEY"])
