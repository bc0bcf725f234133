from django.db import migrations

from cases.core import rules


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_samples_rules")]
    operations = [
        rules.append_only("cases_joblogline"),
        rules.no_delete_under_hold("cases_job"),
    ]
