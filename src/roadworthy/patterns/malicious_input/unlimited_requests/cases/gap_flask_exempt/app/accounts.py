from flask import Blueprint, flash, redirect, render_template, url_for
from flask_login import current_user, login_required, login_user, logout_user

from app.extensions import db, limiter
from app.forms import LoginForm, RegisterForm
from app.models import User

accounts = Blueprint("accounts", __name__)


@accounts.route("/register", methods=["GET", "POST"])
@limiter.exempt
def register():
    form = RegisterForm()
    if form.validate_on_submit():
        if User.query.filter_by(email=form.email.data).first() is not None:
            flash("This address is taken.")
            return render_template("accounts/register.html", form=form), 409
        user = User(email=form.email.data)
        user.set_password(form.password.data)
        db.session.add(user)
        db.session.commit()
        login_user(user)
        return redirect(url_for("notes.index"))
    return render_template("accounts/register.html", form=form)


@accounts.route("/login", methods=["GET", "POST"])
def login():
    form = LoginForm()
    if form.validate_on_submit():
        user = User.query.filter_by(email=form.email.data).first()
        if user is not None and user.check_password(form.password.data):
            login_user(user)
            return redirect(url_for("notes.index"))
        flash("Wrong address or password.")
    return render_template("accounts/login.html", form=form)


@accounts.post("/logout")
@login_required
def logout():
    logout_user()
    return redirect(url_for("accounts.login"))


@accounts.post("/account/delete")
@login_required
def delete_account():
    db.session.delete(current_user._get_current_object())
    db.session.commit()
    logout_user()
    return redirect(url_for("accounts.register"))
