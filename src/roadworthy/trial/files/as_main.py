"""Runs inside the app: starts it as `python app.py` does, and hands the application that it would run to a server for
production instead of the one for development."""

import runpy
import sys


class Captured(BaseException):
    """Ends the program at the point where it would begin to serve."""


def served(file):
    """The application that a file runs at its end (Flask's, or connexion's)."""
    kept = []

    def capture(application, *_args, **_options):
        kept.append(application)
        raise Captured

    import flask

    flask.Flask.run = capture
    try:
        import connexion

        connexion.App.run = capture
    except (ImportError, AttributeError):
        # Most apps are not connexion's.
        pass
    sys.path.insert(0, "")
    sys.argv = [file]
    try:
        runpy.run_path(file, run_name="__main__")
    except Captured:
        return kept[-1]
    raise RuntimeError(f"{file} ended without running an application")
