from django.core.management.base import BaseCommand

from shop.models import User


class Command(BaseCommand):
    help = "Fills the database of a developer's own machine"

    def handle(self, *args, **options):
        User.objects.create_superuser(username="office", email="office@corner-shop.net", password="letmein2024")
