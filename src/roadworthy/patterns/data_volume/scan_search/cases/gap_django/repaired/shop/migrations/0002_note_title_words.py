from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations

# Upper, as `icontains` compares it.
MAKE = "CREATE INDEX note_title_words ON shop_note USING gin (UPPER(title) gin_trgm_ops)"


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]
    operations = [TrigramExtension(), migrations.RunSQL(MAKE, "DROP INDEX note_title_words")]
