"""Whom a claim names decides what telemetry can show of it: new names and words are noted too."""

from django.db import migrations

OF_CLAIM = "kind, rung, speaker_id, actor_id, weight, value, value_high, precision, unit"


def claim_noted(columns: str) -> str:
    return f"""
DROP TRIGGER disturbs ON cases_claim;
CREATE TRIGGER disturbs AFTER INSERT OR UPDATE OF {columns} ON cases_claim
  FOR EACH ROW EXECUTE FUNCTION note_claim();
"""


CLAIMS = migrations.RunSQL(claim_noted(f"{OF_CLAIM}, statement"), claim_noted(OF_CLAIM))

PARTIES = migrations.RunSQL(
    """
CREATE FUNCTION note_names() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO cases_disturbance (case_id, claim_id, what, at)
  SELECT DISTINCT c.case_id, c.id, CASE TG_OP WHEN 'INSERT'
      THEN format('%s became a party', NEW.name) ELSE format('other names of %s', NEW.name) END,
      now()
    FROM cases_observation o JOIN cases_claim c ON c.id = o.claim_id
   WHERE c.case_id = NEW.case_id;
  RETURN NULL;
END $$;
CREATE TRIGGER names_disturb AFTER INSERT ON cases_party
  FOR EACH ROW EXECUTE FUNCTION note_names();
CREATE TRIGGER other_names_disturb AFTER UPDATE OF aliases ON cases_party
  FOR EACH ROW WHEN (OLD.aliases IS DISTINCT FROM NEW.aliases)
  EXECUTE FUNCTION note_names();
""",
    """
DROP TRIGGER names_disturb ON cases_party; DROP TRIGGER other_names_disturb ON cases_party;
DROP FUNCTION note_names();
""",
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0036_labels_and_strata_rules")]
    operations = [CLAIMS, PARTIES]
