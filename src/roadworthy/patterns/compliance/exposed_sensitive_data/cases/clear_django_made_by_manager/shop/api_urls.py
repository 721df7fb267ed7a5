from django.urls import path

from shop.api import SignUp

urlpatterns = [path("people/", SignUp.as_view())]
