from django.db.models.signals import post_save
from django.dispatch import receiver

from shop.models import Order, Product


@receiver(post_save, sender=Order)
def take_from_stock(sender, instance, created, **kwargs):
    if created:
        product = Product.objects.get(pk=instance.product_id)
        product.stock = product.stock - instance.quantity
        product.save()
