from django.contrib.auth import get_user_model
from ninja import ModelSchema, NinjaAPI, Schema
from ninja.security import django_auth

api = NinjaAPI(auth=django_auth)


class Card(ModelSchema):
    class Meta:
        model = get_user_model()
        fields = ["id", "username", "email"]


class Message(Schema):
    detail: str


@api.get("/me", response={200: Card, 404: Message})
def me(request):
    return get_user_model().objects.get(id=request.user.id)
