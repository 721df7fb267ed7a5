"""Mail goes to a double that takes it, tells what it held, and can be told to fail."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_app import plan, write_app

from roadworthy.trial import open_trial

SERVER = """
import smtplib
from email.message import EmailMessage

def _send(port, way):
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = "Grüße", "shop@example.com", "alice@example.com"
    mail.set_content("Votre code é 4711: keep it.")
    try:
        with way("smtp.mail-host.test", port, timeout=5) as server:
            if way is smtplib.SMTP:
                server.starttls()
            server.login("shop", "secret")
            server.send_message(mail)
        return 200, {"sent": True}, {}
    except (OSError, smtplib.SMTPException) as error:
        return 200, {"sent": False, "why": type(error).__name__}, {}

def get_api_starttls(request): return _send(587, smtplib.SMTP)
def get_api_tls(request): return _send(465, smtplib.SMTP_SSL)
"""


@pytest.mark.trial
def test_a_mail_is_taken_and_told(tmp_path: Path) -> None:
    with open_trial(write_app(tmp_path / "shop", SERVER), plan()) as trial:
        for path in ("/api/starttls", "/api/tls"):
            trial.doubles.clear()
            assert trial.send("anonymous", "GET", path).json() == {"sent": True}
            (mail,) = trial.doubles.requests("smtp.mail-host.test")
            assert mail.path == "/alice@example.com"
            assert mail.body.decode().startswith("Grüße\nVotre code é 4711: keep it.")


@pytest.mark.trial
def test_a_mail_server_can_fail(tmp_path: Path) -> None:
    with open_trial(write_app(tmp_path / "shop", SERVER), plan()) as trial:
        for behaviour in (("status", 503), ("answer", 500, None), "reset", "refuse"):
            trial.doubles.tell("smtp.mail-host.test", behaviour)
            assert trial.send("anonymous", "GET", "/api/starttls").json()["sent"] is False
        trial.doubles.tell("smtp.mail-host.test", "hang")
        assert trial.send("anonymous", "GET", "/api/starttls", timeout=2).status == 0
