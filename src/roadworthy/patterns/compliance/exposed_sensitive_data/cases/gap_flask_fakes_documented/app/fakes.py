from app.extensions import db
from app.models import User


def fake_admin():
    admin = User(email="office@corner-shop.net", role="admin")
    admin.set_password("letmein2024")
    db.session.add(admin)
    db.session.commit()


if __name__ == "__main__":
    fake_admin()
