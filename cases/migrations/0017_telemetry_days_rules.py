from django.db import migrations

KEEPS_WHAT_IT_COUNTS = """
CREATE FUNCTION import_keeps_what_it_counts() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE held bigint;
BEGIN
  IF NEW.state = 'ready' AND (TG_OP = 'INSERT' OR OLD.state <> 'ready') THEN
    SELECT coalesce(sum(f.row_count), 0) INTO held
      FROM cases_importedday d JOIN cases_derivedfile f ON f.id = d.kept_id
      WHERE d.telemetry_import_id = NEW.id;
    IF held <> NEW.kept_count THEN
      RAISE EXCEPTION 'the files of a ready import hold % rows where % were kept',
        held, NEW.kept_count USING ERRCODE = 'restrict_violation';
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keeps_what_it_counts BEFORE INSERT OR UPDATE ON cases_import
  FOR EACH ROW EXECUTE FUNCTION import_keeps_what_it_counts();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0016_telemetry_days")]
    operations = [
        migrations.RunSQL(
            KEEPS_WHAT_IT_COUNTS,
            "DROP TRIGGER keeps_what_it_counts ON cases_import;"
            "DROP FUNCTION import_keeps_what_it_counts();",
        )
    ]
