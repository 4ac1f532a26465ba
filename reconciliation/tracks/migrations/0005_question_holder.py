from django.db import migrations, models
from django.db.models import F


def take_from_family(apps, schema_editor):
    """Until now every question was sealed by its family's key and told of by its family's chain."""
    apps.get_model("tracks", "ShortTermTrack").objects.update(holder=F("engagement_id"))


class Migration(migrations.Migration):

    dependencies = [
        ("tracks", "0004_help_acknowledged"),
    ]

    operations = [
        migrations.AddField(model_name="shorttermtrack", name="holder", field=models.UUIDField(null=True)),
        migrations.RunPython(take_from_family, migrations.RunPython.noop),
        migrations.AlterField(model_name="shorttermtrack", name="holder", field=models.UUIDField()),
    ]
