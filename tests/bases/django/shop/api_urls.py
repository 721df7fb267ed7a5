from rest_framework.routers import DefaultRouter

from shop.api import NoteViewSet, OrderViewSet

router = DefaultRouter()
router.register("notes", NoteViewSet, basename="note")
router.register("orders", OrderViewSet, basename="order")

urlpatterns = router.urls
