from celery import shared_task
from django.utils import timezone

from shop.models import Note


@shared_task
def forget_old_notes():
    limit = timezone.now() - timezone.timedelta(days=365)
    for note in Note.objects.filter(created_at__lt=limit)[:500]:
        note.delete()
