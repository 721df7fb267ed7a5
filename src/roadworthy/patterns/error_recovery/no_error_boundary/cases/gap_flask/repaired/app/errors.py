from flask import render_template
from werkzeug.exceptions import HTTPException


def failed(error):
    return render_template("500.html", code=error.code), error.code


def register_errors(app):
    app.register_error_handler(HTTPException, failed)
