from django.db import migrations

#: Of what was written before authors were kept, these are known; a closed case has authors too.
KNOWN = migrations.RunSQL(
    """
ALTER TABLE cases_report DISABLE TRIGGER USER;
UPDATE cases_report r SET authors = ARRAY(
  SELECT r.opened_by_id UNION SELECT r.changed_by_id
  UNION SELECT written_by_id FROM cases_revision WHERE report_id = r.id
);
ALTER TABLE cases_report ENABLE TRIGGER USER;
""",
    migrations.RunSQL.noop,
)

AUTHORS = migrations.RunSQL(
    """
CREATE FUNCTION keep_authors_of_draft() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NOT NEW.opened_by_id = ANY (NEW.authors) THEN
      RAISE EXCEPTION 'whoever opens a report is an author of it'
        USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF (NEW.title, NEW.template, NEW.rating, NEW.summary, NEW.prose, NEW.charts)
     IS DISTINCT FROM
     (OLD.title, OLD.template, OLD.rating, OLD.summary, OLD.prose, OLD.charts)
     AND NOT (OLD.authors <@ NEW.authors AND NEW.changed_by_id = ANY (NEW.authors)) THEN
    RAISE EXCEPTION 'whoever writes in a report is an author of it'
      USING ERRCODE = 'restrict_violation';
  END IF;
  IF NOT OLD.authors <@ NEW.authors AND NOT EXISTS (
    SELECT 1 FROM cases_revision r
     WHERE r.report_id = NEW.id AND r.outcome = 'approved'
       AND (r.title, r.rating, r.summary, r.prose)
           IS NOT DISTINCT FROM (NEW.title, NEW.rating, NEW.summary, NEW.prose)
       AND NOT EXISTS (SELECT 1 FROM cases_retraction t WHERE t.revision_id = r.id)) THEN
    RAISE EXCEPTION 'an author stays one until another person has approved the text'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER authors_of_draft BEFORE INSERT OR UPDATE ON cases_report
  FOR EACH ROW EXECUTE FUNCTION keep_authors_of_draft();

CREATE FUNCTION refuse_approval_by_an_author() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE of_draft bigint[];
BEGIN
  SELECT authors INTO of_draft FROM cases_report WHERE id = NEW.report_id;
  IF TG_OP = 'INSERT' THEN
    IF NOT of_draft <@ NEW.authors THEN
      RAISE EXCEPTION 'a revision names all who wrote the draft'
        USING ERRCODE = 'restrict_violation';
    END IF;
  ELSIF NEW.outcome = 'approved' AND NEW.decided_by_id = ANY (of_draft) THEN
    RAISE EXCEPTION 'whoever wrote any of a text never approves it'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER second_person BEFORE INSERT OR UPDATE ON cases_revision
  FOR EACH ROW EXECUTE FUNCTION refuse_approval_by_an_author();
""",
    """
DROP TRIGGER second_person ON cases_revision;
DROP FUNCTION refuse_approval_by_an_author();
DROP TRIGGER authors_of_draft ON cases_report;
DROP FUNCTION keep_authors_of_draft();
""",
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0029_report_authors")]
    operations = [KNOWN, AUTHORS]
