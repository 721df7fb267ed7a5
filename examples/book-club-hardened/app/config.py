"""Settings from the environment. Only DATABASE_URL and SECRET_KEY are needed to start."""

from functools import lru_cache

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(extra="ignore")

    database_url: str
    secret_key: SecretStr = Field(min_length=32)
    openlibrary_url: str = "https://openlibrary.org"
    notify_url: str = ""
    sentry_dsn: str = ""
    # A shared store (redis://...) is needed as soon as more than one process serves the app.
    rate_limit_storage: str = "memory://"
    sign_in_limit: str = "20/minute"
    account_limit: str = "10/minute"
    write_limit: str = "120/minute"
    import_limit: str = "30/minute"
    upload_limit: str = "10/minute"
    pool_size: int = 10
    pool_overflow: int = 5

    @property
    def sqlalchemy_url(self) -> str:
        return self.database_url.replace("postgresql://", "postgresql+psycopg://", 1)


@lru_cache
def get_settings() -> Settings:
    return Settings()
