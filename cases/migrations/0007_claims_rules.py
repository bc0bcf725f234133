from django.db import migrations

from cases.core import rules

SIGNED = migrations.RunSQL(
    """
CREATE FUNCTION refuse_unsigned_status() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE signed record;
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.status <> 'not_established' THEN
      RAISE EXCEPTION 'a claim is entered as not established' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF NEW.status = OLD.status THEN RETURN NEW; END IF;
  IF NOT (NEW.status = ANY (NEW.supported)) THEN
    RAISE EXCEPTION 'claim %: % is above what is said of it', NEW.number, NEW.status
      USING ERRCODE = 'restrict_violation';
  END IF;
  SELECT status, status_before, outcome INTO signed FROM cases_proposal
   WHERE claim_id = NEW.id AND outcome IN ('countersigned', 'settled')
   ORDER BY decided_at DESC, id DESC LIMIT 1;
  IF signed IS NULL OR signed.status <> NEW.status OR signed.status_before <> OLD.status
     OR ((OLD.published_at IS NOT NULL OR NEW.status IN ('confirmed', 'refuted'))
         AND signed.outcome <> 'countersigned') THEN
    RAISE EXCEPTION 'claim %: nobody signed that it is %', NEW.number, NEW.status
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER signed_status BEFORE INSERT OR UPDATE ON cases_claim
  FOR EACH ROW EXECUTE FUNCTION refuse_unsigned_status();

CREATE FUNCTION refuse_changing_signature() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.outcome <> 'open'
     OR (NEW.claim_id, NEW.status_before, NEW.status, NEW.rationale, NEW.proposed_at,
         NEW.proposed_by_id, NEW.proposer_saw)
        IS DISTINCT FROM
        (OLD.claim_id, OLD.status_before, OLD.status, OLD.rationale, OLD.proposed_at,
         OLD.proposed_by_id, OLD.proposer_saw) THEN
    RAISE EXCEPTION 'what was signed is kept as it was signed' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER signed_for_good BEFORE UPDATE OR DELETE ON cases_proposal
  FOR EACH ROW EXECUTE FUNCTION refuse_changing_signature();
""",
    """
DROP TRIGGER signed_status ON cases_claim;
DROP FUNCTION refuse_unsigned_status();
DROP TRIGGER signed_for_good ON cases_proposal;
DROP FUNCTION refuse_changing_signature();
""",
)

LINEAGE = migrations.RunSQL(
    """
CREATE FUNCTION refuse_cyclic_lineage() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT case_id FROM cases_source WHERE id = NEW.source_id)
     <> (SELECT case_id FROM cases_source WHERE id = NEW.rests_on_id) THEN
    RAISE EXCEPTION 'the sources are of different cases' USING ERRCODE = 'restrict_violation';
  END IF;
  IF EXISTS (
    WITH RECURSIVE below(id) AS (
      SELECT NEW.rests_on_id
      UNION
      SELECT l.rests_on_id FROM cases_lineage l JOIN below ON l.source_id = below.id
    ) SELECT 1 FROM below WHERE id = NEW.source_id) THEN
    RAISE EXCEPTION 'a source never rests on itself' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER never_cyclic BEFORE INSERT OR UPDATE ON cases_lineage
  FOR EACH ROW EXECUTE FUNCTION refuse_cyclic_lineage();

CREATE FUNCTION refuse_foreign_source() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT case_id FROM cases_source WHERE id = NEW.source_id)
     <> (SELECT case_id FROM cases_claim WHERE id = NEW.claim_id) THEN
    RAISE EXCEPTION 'the source and the claim are of different cases'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER of_one_case BEFORE INSERT OR UPDATE ON cases_assertion
  FOR EACH ROW EXECUTE FUNCTION refuse_foreign_source();
""",
    """
DROP TRIGGER never_cyclic ON cases_lineage;
DROP FUNCTION refuse_cyclic_lineage();
DROP TRIGGER of_one_case ON cases_assertion;
DROP FUNCTION refuse_foreign_source();
""",
)

CLOSED = migrations.RunSQL(
    """
CREATE FUNCTION refuse_part_of_closed_case() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE the_case bigint; state text; held boolean; the_row jsonb;
BEGIN
  the_row := to_jsonb(CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END);
  EXECUTE format('SELECT case_id FROM %I WHERE id = $1', TG_ARGV[0])
    INTO the_case USING (the_row ->> TG_ARGV[1])::bigint;
  SELECT status INTO state FROM cases_case WHERE id = the_case FOR SHARE;
  IF state = 'closed' THEN
    RAISE EXCEPTION 'the case is closed: % on % is refused', lower(TG_OP), TG_TABLE_NAME
      USING ERRCODE = 'restrict_violation';
  END IF;
  IF TG_OP = 'DELETE' AND EXISTS
     (SELECT 1 FROM cases_legalhold WHERE case_id = the_case AND lifted_at IS NULL) THEN
    RAISE EXCEPTION 'the case is under legal hold: nothing may be deleted from %', TG_TABLE_NAME
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
""",
    "DROP FUNCTION refuse_part_of_closed_case();",
)


def part_of_a_case(table: str, parent: str, column: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"""
CREATE TRIGGER part_of_a_case BEFORE INSERT OR UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION refuse_part_of_closed_case('{parent}', '{column}');
""",
        f"DROP TRIGGER part_of_a_case ON {table};",
    )


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_clusters_rules")]
    operations = [
        SIGNED,
        LINEAGE,
        CLOSED,
        rules.append_only("cases_assessment"),
        *[
            rule(table)
            for table in ("cases_source", "cases_claim", "cases_response")
            for rule in (rules.read_only_when_closed, rules.no_delete_under_hold)
        ],
        part_of_a_case("cases_lineage", "cases_source", "source_id"),
        *[
            part_of_a_case(table, "cases_claim", "claim_id")
            for table in ("cases_assertion", "cases_observation", "cases_proposal")
        ],
    ]
