import factory
from django.contrib.auth.hashers import make_password

from shop.models import User


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Faker("email")
    password = make_password("password")
