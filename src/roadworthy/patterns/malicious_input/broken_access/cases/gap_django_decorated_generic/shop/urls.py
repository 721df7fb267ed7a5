from django.urls import path
from shop import views

urlpatterns = [
    path("products/<int:pk>/edit/", views.ProductEdit.as_view()),
    path("", views.ProductList.as_view(), name="products"),
    path("products/new/", views.ProductCreate.as_view(), name="new-product"),
    path("notes/", views.NoteList.as_view(), name="notes"),
    path("notes/<int:pk>/", views.show_note, name="note"),
    path("notes/<int:pk>/edit/", views.NoteUpdate.as_view(), name="edit-note"),
    path("orders/", views.orders, name="orders"),
    path("orders/new/", views.order, name="order"),
    path("account/delete/", views.delete_account, name="delete-account"),
]
