from django.db import migrations

from cases.core import rules

ONE_CASE = migrations.RunSQL(
    """
CREATE FUNCTION refuse_foreign_evidence() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE owner bigint;
BEGIN
  FOR owner IN
    SELECT case_id FROM cases_claim WHERE id = NEW.claim_id
    UNION SELECT c.case_id FROM cases_assertion a JOIN cases_claim c ON c.id = a.claim_id
          WHERE a.id = NEW.assertion_id
    UNION SELECT c.case_id FROM cases_observation o JOIN cases_claim c ON c.id = o.claim_id
          WHERE o.id = NEW.observation_id
    UNION SELECT case_id FROM cases_response WHERE id = NEW.response_id
    UNION SELECT case_id FROM cases_exhibit WHERE id = NEW.exhibit_id
    UNION SELECT case_id FROM cases_figure WHERE id = NEW.figure_id
    UNION SELECT case_id FROM cases_cluster WHERE id = NEW.cluster_id
  LOOP
    IF owner <> NEW.case_id THEN
      RAISE EXCEPTION 'the evidence is of another case' USING ERRCODE = 'restrict_violation';
    END IF;
  END LOOP;
  RETURN NEW;
END $$;
CREATE TRIGGER of_one_case BEFORE INSERT OR UPDATE ON cases_evidencerow
  FOR EACH ROW EXECUTE FUNCTION refuse_foreign_evidence();

CREATE FUNCTION refuse_foreign_hypothesis() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.claim_id IS NOT NULL
     AND NEW.case_id <> (SELECT case_id FROM cases_claim WHERE id = NEW.claim_id) THEN
    RAISE EXCEPTION 'the claim is of another case' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER of_one_case BEFORE INSERT OR UPDATE ON cases_hypothesis
  FOR EACH ROW EXECUTE FUNCTION refuse_foreign_hypothesis();

CREATE FUNCTION refuse_foreign_cell() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT case_id FROM cases_evidencerow WHERE id = NEW.row_id)
     <> (SELECT case_id FROM cases_hypothesis WHERE id = NEW.hypothesis_id) THEN
    RAISE EXCEPTION 'the row and the hypothesis are of different cases'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER of_one_case BEFORE INSERT ON cases_rating
  FOR EACH ROW EXECUTE FUNCTION refuse_foreign_cell();
""",
    """
DROP TRIGGER of_one_case ON cases_evidencerow;
DROP TRIGGER of_one_case ON cases_hypothesis;
DROP TRIGGER of_one_case ON cases_rating;
DROP FUNCTION refuse_foreign_evidence();
DROP FUNCTION refuse_foreign_hypothesis();
DROP FUNCTION refuse_foreign_cell();
""",
)

HISTORY = migrations.RunSQL(
    """
CREATE FUNCTION refuse_change_of_rating() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.superseded_at IS NOT NULL OR NEW.superseded_at IS NULL
     OR (to_jsonb(NEW) - 'superseded_at') IS DISTINCT FROM (to_jsonb(OLD) - 'superseded_at') THEN
    RAISE EXCEPTION 'a rating is kept as it was made; a later one supersedes it'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER kept_as_made BEFORE UPDATE ON cases_rating
  FOR EACH ROW EXECUTE FUNCTION refuse_change_of_rating();
CREATE TRIGGER part_of_a_case BEFORE INSERT OR UPDATE ON cases_rating
  FOR EACH ROW EXECUTE FUNCTION refuse_part_of_closed_case('cases_evidencerow', 'row_id');
""",
    """
DROP TRIGGER kept_as_made ON cases_rating;
DROP TRIGGER part_of_a_case ON cases_rating;
DROP FUNCTION refuse_change_of_rating();
""",
)


def never_removed(table: str) -> migrations.RunSQL:
    """No row is ever removed, under a hold or not: what no longer counts says why instead."""
    return migrations.RunSQL(
        f"""
CREATE TRIGGER never_removed BEFORE DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
""",
        f"DROP TRIGGER never_removed ON {table}; DROP TRIGGER never_emptied ON {table};",
    )


class Migration(migrations.Migration):
    dependencies = [("cases", "0014_hypotheses")]
    operations = [
        ONE_CASE,
        HISTORY,
        rules.read_only_when_closed("cases_hypothesis"),
        rules.read_only_when_closed("cases_evidencerow"),
        never_removed("cases_hypothesis"),
        never_removed("cases_evidencerow"),
        never_removed("cases_rating"),
    ]
