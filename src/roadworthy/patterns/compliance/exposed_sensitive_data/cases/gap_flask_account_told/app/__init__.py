import os

from flask import Flask

from app.extensions import compress, csrf, db, limiter, login_manager, migrate


def create_app():
    app = Flask(__name__)
    app.config["SECRET_KEY"] = os.environ["SECRET_KEY"]
    app.config["SQLALCHEMY_DATABASE_URI"] = os.environ["DATABASE_URL"]
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 31_536_000
    app.config["MAX_CONTENT_LENGTH"] = 64 * 1024
    app.config["SESSION_COOKIE_SAMESITE"] = "Lax"
    db.init_app(app)
    migrate.init_app(app, db)
    login_manager.init_app(app)
    csrf.init_app(app)
    limiter.init_app(app)
    compress.init_app(app)

    from app.accounts import accounts
    from app.errors import register_errors
    from app.notes import notes
    from app.orders import orders
    from app.products import products
    from app.tried import tried

    app.register_blueprint(accounts)
    app.register_blueprint(notes, url_prefix="/notes")
    app.register_blueprint(orders, url_prefix="/orders")
    app.register_blueprint(products, url_prefix="/products")
    app.register_blueprint(tried)
    register_errors(app)
    return app
