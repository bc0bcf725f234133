from django.db import migrations

ANSWERS = migrations.RunSQL(
    """
CREATE FUNCTION keep_what_was_answered() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'UPDATE' THEN
    RAISE EXCEPTION 'a response is on record for good: % is refused', lower(TG_OP)
      USING ERRCODE = 'restrict_violation';
  END IF;
  IF (OLD.case_id, OLD.party_id, OLD.asked_on, OLD.asked_by, OLD.channel, OLD.question)
     IS DISTINCT FROM
     (NEW.case_id, NEW.party_id, NEW.asked_on, NEW.asked_by, NEW.channel, NEW.question) THEN
    RAISE EXCEPTION 'what a party was asked is on record for good'
      USING ERRCODE = 'restrict_violation';
  END IF;
  IF OLD.outcome NOT IN ('waiting', 'no_answer')
     AND ((OLD.outcome, OLD.answered_on, OLD.answer)
          IS DISTINCT FROM (NEW.outcome, NEW.answered_on, NEW.answer)
          OR OLD.source_id IS NOT NULL AND OLD.source_id IS DISTINCT FROM NEW.source_id) THEN
    RAISE EXCEPTION 'what a party answered is on record for good: a later response is its own'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER answer_is_history BEFORE UPDATE OR DELETE ON cases_response
  FOR EACH ROW EXECUTE FUNCTION keep_what_was_answered();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON cases_response
  FOR EACH STATEMENT EXECUTE FUNCTION keep_what_was_answered();
""",
    """
DROP TRIGGER answer_is_history ON cases_response;
DROP TRIGGER never_emptied ON cases_response;
DROP FUNCTION keep_what_was_answered();
""",
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0027_ledger_lists")]
    operations = [ANSWERS]
