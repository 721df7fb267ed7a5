from django.urls import path

from shop import board

urlpatterns = [
    path("board/", board.show, name="board"),
]
