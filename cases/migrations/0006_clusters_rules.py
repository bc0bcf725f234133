from django.db import migrations

from cases.core import rules

# A judged cluster's members never change: another set of accounts is another cluster.
SAME_MEMBERS = migrations.RunSQL(
    """
CREATE FUNCTION refuse_changing_members() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.digest, NEW.member_count, NEW.number, NEW.origin, NEW.case_id)
     IS DISTINCT FROM
     (OLD.digest, OLD.member_count, OLD.number, OLD.origin, OLD.case_id) THEN
    RAISE EXCEPTION 'the members of a cluster never change: another set is another cluster'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER same_members BEFORE UPDATE ON cases_cluster
  FOR EACH ROW EXECUTE FUNCTION refuse_changing_members();
""",
    "DROP TRIGGER same_members ON cases_cluster; DROP FUNCTION refuse_changing_members();",
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_jobs_rules")]
    operations = [
        SAME_MEMBERS,
        rules.append_only("cases_judgement"),
        rules.append_only("cases_clustermember"),
        *[
            rules.read_only_when_closed(table)
            for table in ("cases_cluster", "cases_linkerrun", "cases_platformaccount")
        ],
        *[
            rules.no_delete_under_hold(table)
            for table in ("cases_cluster", "cases_linkerrun", "cases_platformaccount")
        ],
    ]
