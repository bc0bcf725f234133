from django.db import migrations

from cases.core import rules


class Migration(migrations.Migration):
    dependencies = [("cases", "0008_jobs_heartbeat")]
    operations = [
        rules.append_only("cases_joblogline"),
        rules.no_delete_under_hold("cases_job"),
    ]
