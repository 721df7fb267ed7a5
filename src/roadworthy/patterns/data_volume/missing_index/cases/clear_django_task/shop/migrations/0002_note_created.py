from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]
    operations = [
        migrations.AlterField("note", "created_at", models.DateTimeField(auto_now_add=True, db_index=True)),
    ]
