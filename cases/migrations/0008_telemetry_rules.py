from django.db import migrations

from cases.core import rules


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_claims_rules")]
    operations = [
        rules.append_only("cases_figurerun"),
        rules.read_only_when_closed("cases_import"),
        rules.no_delete_under_hold("cases_import"),
        rules.read_only_when_closed("cases_figure"),
        rules.no_delete_under_hold("cases_figure"),
    ]
