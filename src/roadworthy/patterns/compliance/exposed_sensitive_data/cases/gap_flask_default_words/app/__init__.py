import os

from flask import Flask, redirect, render_template, request, session, url_for
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from werkzeug.security import check_password_hash, generate_password_hash

app = Flask(__name__)
app.secret_key = os.getenv("SECRET_KEY", "for dev")
app.config["SQLALCHEMY_DATABASE_URI"] = os.environ["DATABASE_URL"]
db = SQLAlchemy(app)
CSRFProtect(app)


class Admin(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(40), unique=True, nullable=False)
    password = db.Column(db.String(200), nullable=False)


class Room(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(40), unique=True, nullable=False)


@app.route("/sign-in", methods=["GET", "POST"])
def sign_in():
    if request.method == "POST":
        admin = Admin.query.filter_by(name=request.form["name"]).first()
        if admin is not None and check_password_hash(admin.password, request.form["password"]):
            session["admin_id"] = admin.id
            return redirect(url_for("rooms"))
    return render_template("accounts/login.html")


@app.route("/join", methods=["GET", "POST"])
def join():
    if request.method == "POST":
        if Admin.query.first() is not None:
            return redirect(url_for("sign_in"))
        made = Admin(name=request.form["name"], password=generate_password_hash(request.form["password"]))
        db.session.add(made)
        db.session.commit()
        return redirect(url_for("sign_in"))
    return render_template("accounts/register.html")


@app.get("/rooms")
def rooms():
    if "admin_id" not in session:
        return redirect(url_for("sign_in"))
    return render_template("products/list.html", rooms=Room.query.limit(50).all())
