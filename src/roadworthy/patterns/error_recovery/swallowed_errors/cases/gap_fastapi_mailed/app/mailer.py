import logging
import os
import smtplib

logger = logging.getLogger(__name__)


class Mailer:
    def deliver(self, address: str, text: str) -> None:
        try:
            with smtplib.SMTP(os.environ["MAIL_HOST"], timeout=5) as server:
                server.sendmail(os.environ["MAIL_FROM"], address, text)
        except Exception as error:
            logger.error("mail failed: %s", error)
