import logging

from celery import shared_task
from django.core.mail import send_mail

logger = logging.getLogger(__name__)


@shared_task
def tell_reader(address: str) -> None:
    try:
        send_mail("A new note", "Come and read it", None, [address])
    except Exception as error:
        logger.error("mail failed: %s", error)
