from django.urls import path

from shop import board

urlpatterns = [
    path("board/<int:pk>/", board.show, name="board"),
]
