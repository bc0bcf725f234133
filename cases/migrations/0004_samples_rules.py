from django.db import migrations

from cases.core import rules

SEED = migrations.RunSQL(
    """
CREATE FUNCTION refuse_changing_seed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.seed, NEW.commitment, NEW.committed_at, NEW.size, NEW.strata, NEW.accounts)
     IS DISTINCT FROM
     (OLD.seed, OLD.commitment, OLD.committed_at, OLD.size, OLD.strata, OLD.accounts) THEN
    RAISE EXCEPTION 'what a draw was committed to never changes'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER committed BEFORE UPDATE ON cases_draw
  FOR EACH ROW EXECUTE FUNCTION refuse_changing_seed();
""",
    "DROP TRIGGER committed ON cases_draw; DROP FUNCTION refuse_changing_seed();",
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_exhibits_rules")]
    operations = [
        SEED,
        rules.append_only("cases_reveal"),
        *[
            rules.read_only_when_closed(table)
            for table in ("cases_draw", "cases_sample", "cases_label", "cases_sampleimport")
        ],
        *[
            rules.no_delete_under_hold(table)
            for table in ("cases_draw", "cases_sample", "cases_sampleimport")
        ],
    ]
