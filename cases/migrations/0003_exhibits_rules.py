from django.db import migrations

from cases.core import rules

SYNTHETIC = migrations.RunSQL(
    """
CREATE FUNCTION refuse_mixing_real_and_synthetic() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.is_synthetic IS DISTINCT FROM
     (SELECT is_synthetic FROM cases_case WHERE id = NEW.case_id) THEN
    RAISE EXCEPTION 'real and synthetic evidence never meet in one case'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER real_or_synthetic BEFORE INSERT ON cases_exhibit
  FOR EACH ROW EXECUTE FUNCTION refuse_mixing_real_and_synthetic();

CREATE FUNCTION refuse_changing_nature() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.is_synthetic IS DISTINCT FROM OLD.is_synthetic THEN
    RAISE EXCEPTION 'a case is real or synthetic from its first day to its last'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER nature_never_changes BEFORE UPDATE ON cases_case
  FOR EACH ROW EXECUTE FUNCTION refuse_changing_nature();
""",
    """
DROP TRIGGER nature_never_changes ON cases_case;
DROP FUNCTION refuse_changing_nature();
DROP TRIGGER real_or_synthetic ON cases_exhibit;
DROP FUNCTION refuse_mixing_real_and_synthetic();
""",
)

AS_RECEIVED = migrations.RunSQL(
    """
CREATE TRIGGER as_received BEFORE UPDATE ON cases_exhibit
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
""",
    "DROP TRIGGER as_received ON cases_exhibit;",
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_core_rules")]
    operations = [
        SYNTHETIC,
        AS_RECEIVED,
        rules.read_only_when_closed("cases_exhibit"),
        rules.no_delete_under_hold("cases_exhibit"),
        rules.append_only("cases_custodyentry"),
        rules.append_only("cases_derivedfile"),
    ]
