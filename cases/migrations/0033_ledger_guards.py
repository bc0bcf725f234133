from django.db import migrations

from cases.core import rules

# The words of a claim stay while a status of it is proposed or signed; what is said of it by its
# ceiling is written by who works ceilings out, and by nobody else.
WORDS_AND_CEILING = migrations.RunSQL(
    """
CREATE FUNCTION keep_signed_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD.kind, OLD.rung, OLD.statement, OLD.weight, OLD.speaker_id, OLD.actor_id, OLD.happened,
      OLD.value, OLD.value_high, OLD.unit, OLD.precision, OLD."window", OLD.counting_rule, OLD.as_of)
     IS DISTINCT FROM
     (NEW.kind, NEW.rung, NEW.statement, NEW.weight, NEW.speaker_id, NEW.actor_id, NEW.happened,
      NEW.value, NEW.value_high, NEW.unit, NEW.precision, NEW."window", NEW.counting_rule, NEW.as_of)
     AND (OLD.status <> 'not_established' OR EXISTS
          (SELECT 1 FROM cases_proposal WHERE claim_id = OLD.id AND outcome = 'open')) THEN
    RAISE EXCEPTION 'claim %: its words are proposed or signed, and stay', OLD.number
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER words_as_signed BEFORE UPDATE ON cases_claim
  FOR EACH ROW EXECUTE FUNCTION keep_signed_words();

CREATE FUNCTION refuse_ceiling_by_hand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('probata.working_out', true) = 'on' THEN RETURN NEW; END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.ceiling <> 'not_established' OR NOT NEW.supported <@ ARRAY['not_established']::varchar[]
    THEN
      RAISE EXCEPTION 'a ceiling is worked out, never entered' USING ERRCODE = 'restrict_violation';
    END IF;
  ELSIF (OLD.ceiling, OLD.supported, OLD.explanation, OLD.origin_count, OLD.echo_count)
        IS DISTINCT FROM
        (NEW.ceiling, NEW.supported, NEW.explanation, NEW.origin_count, NEW.echo_count) THEN
    RAISE EXCEPTION 'claim %: its ceiling is worked out, never written', OLD.number
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ceiling_worked_out BEFORE INSERT OR UPDATE ON cases_claim
  FOR EACH ROW EXECUTE FUNCTION refuse_ceiling_by_hand();

CREATE FUNCTION refuse_decided_at_birth() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.outcome <> 'open' THEN
    RAISE EXCEPTION 'a proposal is decided after it was made' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER decided_later BEFORE INSERT ON cases_proposal
  FOR EACH ROW EXECUTE FUNCTION refuse_decided_at_birth();
""",
    """
DROP TRIGGER words_as_signed ON cases_claim;
DROP FUNCTION keep_signed_words();
DROP TRIGGER ceiling_worked_out ON cases_claim;
DROP FUNCTION refuse_ceiling_by_hand();
DROP TRIGGER decided_later ON cases_proposal;
DROP FUNCTION refuse_decided_at_birth();
""",
)

# TRUNCATE runs no trigger of a row: where one refuses to delete, it is refused by itself.
TABLES = (
    "assertion", "candidatecampaign", "case", "claim", "cluster", "draw", "event", "exhibit",
    "figure", "import", "infrastructurelist", "job", "label", "lineage", "linkerrun", "note",
    "observation", "pack", "party", "platformaccount", "proposal", "report", "sample",
    "sampleimport", "signingkey", "source", "task", "watchitem",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("cases", "0032_sources_say_why")]

    operations = [
        WORDS_AND_CEILING,
        *(rules.never_emptied(f"cases_{table}") for table in TABLES),
    ]
