from flask import render_template


def not_found(error):
    return render_template("404.html"), 404


def failed(error):
    return render_template("500.html"), 500


def register_errors(app):
    app.register_error_handler(404, not_found)
