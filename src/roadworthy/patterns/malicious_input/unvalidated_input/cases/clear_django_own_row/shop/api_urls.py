from rest_framework.routers import DefaultRouter

from shop.api import AccountViewSet, NoteViewSet, OrderViewSet

router = DefaultRouter()
router.register("notes", NoteViewSet, basename="note")
router.register("orders", OrderViewSet, basename="order")
router.register("accounts", AccountViewSet, basename="account")

urlpatterns = router.urls
