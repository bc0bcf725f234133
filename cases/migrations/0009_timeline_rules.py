from django.db import migrations

from cases.core import rules


class Migration(migrations.Migration):
    dependencies = [("cases", "0008_telemetry_rules")]
    operations = [
        rules.read_only_when_closed("cases_event"),
        rules.no_delete_under_hold("cases_event"),
    ]
