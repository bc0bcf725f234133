from django.db import migrations

from cases.core import rules


class Migration(migrations.Migration):
    dependencies = [("cases", "0022_report_templates")]
    operations = [
        rules.append_only("cases_templateversion"),
        rules.read_only_when_closed("cases_templateversion"),
    ]
