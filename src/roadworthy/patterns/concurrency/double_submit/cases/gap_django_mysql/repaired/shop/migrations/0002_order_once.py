from django.db import migrations, models


def name_the_old(apps, schema_editor):
    for order in apps.get_model("shop", "Order").objects.filter(key="").iterator():
        order.key = f"before-{order.pk}"
        order.save(update_fields=["key"])


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]
    operations = [
        migrations.RunPython(name_the_old, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.UniqueConstraint(fields=["user", "key"], name="order_once"),
        ),
    ]
