from django.db import migrations

from cases.core import rules


class Migration(migrations.Migration):
    dependencies = [("cases", "0024_candidate_campaigns")]
    operations = [
        rules.read_only_when_closed("cases_candidatecampaign"),
        rules.no_delete_under_hold("cases_candidatecampaign"),
    ]
