from django.db import migrations

from cases.core import rules


class Migration(migrations.Migration):
    dependencies = [("cases", "0019_infrastructure_lists")]
    operations = [
        rules.read_only_when_closed("cases_infrastructurelist"),
        rules.no_delete_under_hold("cases_infrastructurelist"),
    ]
