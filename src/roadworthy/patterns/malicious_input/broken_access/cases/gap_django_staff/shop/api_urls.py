from django.urls import path

from shop.api import DeliveryDelete, ProductDelete, SupplierDelete

urlpatterns = [
    path("products/<int:pk>/", ProductDelete.as_view()),
    path("suppliers/<int:pk>/", SupplierDelete.as_view()),
    path("deliveries/<int:pk>/", DeliveryDelete.as_view()),
]
