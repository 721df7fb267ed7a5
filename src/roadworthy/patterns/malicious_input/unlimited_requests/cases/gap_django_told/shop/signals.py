from django.core.mail import send_mail
from django.db.models.signals import post_save
from django.dispatch import receiver

from shop.models import Order, User


@receiver(post_save, sender=Order)
def tell(sender, instance, created, **kwargs):
    if created:
        people = User.objects.filter(pk__gt=0).values_list("email", flat=True)
        send_mail("An order", f"Order {instance.pk} came in", "shop@example.com", list(people))
