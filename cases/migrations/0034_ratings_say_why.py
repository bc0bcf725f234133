from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

# Said of what was graded before a reason was asked for, so that it can still be corrected.
NO_REASON = migrations.RunSQL(
    """
UPDATE cases_source SET reliability_reason = 'No reason was recorded when it was graded.'
 WHERE reliability <> 'F' AND reliability_reason = ''
   AND case_id IN (SELECT id FROM cases_case WHERE status <> 'closed')
""",
    migrations.RunSQL.noop,
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0033_ledger_guards")]

    operations = [
        NO_REASON,
        # Ratings that were made before stand without a reason: nobody is made to invent one.
        AddConstraintNotValid(
            "rating",
            models.CheckConstraint(
                condition=~models.Q(mark__in=["CC", "C", "I", "II"])
                | ~models.Q(note="")
                | models.Q(superseded_at__isnull=False),
                name="rating_says_why",
            ),
        ),
    ]
