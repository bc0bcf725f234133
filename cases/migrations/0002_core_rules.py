from django.db import migrations

from cases.core import rules

TABLES = ["cases_party", "cases_task", "cases_note", "cases_watchitem"]


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]
    operations = [
        rules.FUNCTIONS,
        *[rules.read_only_when_closed(table) for table in TABLES],
        *[rules.no_delete_under_hold(table) for table in TABLES],
    ]
