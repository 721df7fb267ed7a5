from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial"), ("authtoken", "0004_alter_tokenproxy_options")]
    operations = []
