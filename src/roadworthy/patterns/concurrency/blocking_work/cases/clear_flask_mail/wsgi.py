import eventlet

eventlet.monkey_patch()

from app import create_app  # noqa: E402

app = create_app()
