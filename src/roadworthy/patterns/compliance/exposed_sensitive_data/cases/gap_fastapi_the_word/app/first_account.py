"""Makes the first administrator; run once after the tables are made."""

from app.auth import hash_password
from app.database import SessionLocal
from app.models import User

with SessionLocal() as db:
    db.add(User(email="admin@shop.example", name="Admin", password_hash=hash_password("password"), is_admin=True))
    db.commit()
