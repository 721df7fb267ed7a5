from django.test import TestCase

from shop.models import User


class ShopTestCase(TestCase):
    def setUp(self):
        self.alice = User.objects.create(email="alice@example.org")
        self.alice.set_password("password")
        self.alice.save()
