from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    email = models.EmailField(unique=True)


class Profile(models.Model):
    user = models.OneToOneField(User, on_delete=models.CASCADE)
    shown_name = models.CharField(max_length=40)
    mobile_number = models.CharField(max_length=20)


class Note(models.Model):
    author = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="notes")
    title = models.CharField(max_length=120)
