from django.db import migrations

NONE = migrations.RunSQL(
    """
CREATE FUNCTION refuse_label_beside_none() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM cases_label
    WHERE sample_id = NEW.sample_id AND by_id = NEW.by_id AND id IS DISTINCT FROM NEW.id
      AND (capability = 'none_of_these') <> (NEW.capability = 'none_of_these')
  ) THEN
    RAISE EXCEPTION 'a sample that exercises none of the capabilities exercises none'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER none_stands_alone BEFORE INSERT OR UPDATE ON cases_label
  FOR EACH ROW EXECUTE FUNCTION refuse_label_beside_none();
""",
    "DROP TRIGGER none_stands_alone ON cases_label; DROP FUNCTION refuse_label_beside_none();",
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0035_labels_and_strata")]
    operations = [NONE]
