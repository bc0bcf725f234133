from django.db import migrations

from cases.core import rules

FROZEN = migrations.RunSQL(
    """
CREATE FUNCTION refuse_change_of_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.outcome <> 'proposed' THEN
    RAISE EXCEPTION 'a decided revision is frozen' USING ERRCODE = 'restrict_violation';
  END IF;
  IF (to_jsonb(NEW) - ARRAY['outcome', 'decided_at', 'decided_by_id', 'decision_note', 'supersedes_id'])
     IS DISTINCT FROM
     (to_jsonb(OLD) - ARRAY['outcome', 'decided_at', 'decided_by_id', 'decision_note', 'supersedes_id'])
  THEN
    RAISE EXCEPTION 'the text of a revision is frozen' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER frozen BEFORE UPDATE ON cases_revision
  FOR EACH ROW EXECUTE FUNCTION refuse_change_of_revision();
CREATE TRIGGER never_removed BEFORE DELETE ON cases_revision
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON cases_revision
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
""",
    """
DROP TRIGGER frozen ON cases_revision;
DROP TRIGGER never_removed ON cases_revision;
DROP TRIGGER never_emptied ON cases_revision;
DROP FUNCTION refuse_change_of_revision();
""",
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_packs_rules")]
    operations = [
        FROZEN,
        rules.read_only_when_closed("cases_report"),
        rules.no_delete_under_hold("cases_report"),
        rules.append_only("cases_retraction"),
    ]
