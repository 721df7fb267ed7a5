from django.shortcuts import get_object_or_404
from ninja_extra import Router
from ninja_jwt.authentication import JWTAuth

from shop.models import Order

router = Router(auth=JWTAuth())


@router.get("/{order_id}")
def read_order(request, order_id: int):
    order = get_object_or_404(Order, id=order_id)
    return {"quantity": order.quantity}
