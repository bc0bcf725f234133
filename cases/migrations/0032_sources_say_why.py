from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

# A source that is said to rest on others names one by the end of the transaction.
GROUNDS = migrations.RunSQL(
    """
CREATE FUNCTION source_names_its_grounds() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  source bigint;
  found cases_source;
BEGIN
  IF TG_TABLE_NAME = 'cases_source' THEN
    source := NEW.id;
  ELSE
    source := OLD.source_id;
  END IF;
  SELECT * INTO found FROM cases_source WHERE id = source;
  IF found.basis = 'rests_on_others'
     AND NOT EXISTS (SELECT 1 FROM cases_lineage WHERE source_id = found.id) THEN
    RAISE EXCEPTION 'S-% rests on others and names none: a source names what it rests on',
      found.number USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER source_names_its_grounds
  AFTER INSERT OR UPDATE OF basis ON cases_source DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION source_names_its_grounds();
CREATE CONSTRAINT TRIGGER source_keeps_a_ground
  AFTER DELETE OR UPDATE OF source_id ON cases_lineage DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION source_names_its_grounds();
""",
    """
DROP TRIGGER source_keeps_a_ground ON cases_lineage;
DROP TRIGGER source_names_its_grounds ON cases_source;
DROP FUNCTION source_names_its_grounds();
""",
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0031_pack_pseudonyms")]

    operations = [
        # Grades that were given before stand without a reason: nobody is made to invent one.
        AddConstraintNotValid(
            "source",
            models.CheckConstraint(
                condition=models.Q(reliability="F") | ~models.Q(reliability_reason=""),
                name="source_grade_has_a_reason",
            ),
        ),
        GROUNDS,
    ]
