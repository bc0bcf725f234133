from django.db import migrations

from cases.core import rules

BUILT = migrations.RunSQL(
    """
CREATE FUNCTION refuse_changing_built_pack() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.built_at IS NOT NULL THEN
    RAISE EXCEPTION 'a pack that is built never changes: % is refused', lower(TG_OP)
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER built_for_good BEFORE UPDATE OR DELETE ON cases_pack
  FOR EACH ROW EXECUTE FUNCTION refuse_changing_built_pack();

CREATE FUNCTION refuse_changing_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE'
     OR (NEW.fingerprint, NEW.public_key, NEW.sealed_private_key)
        IS DISTINCT FROM (OLD.fingerprint, OLD.public_key, OLD.sealed_private_key) THEN
    RAISE EXCEPTION 'a signing key is retired or revoked, never changed or removed'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER kept_for_good BEFORE UPDATE OR DELETE ON cases_signingkey
  FOR EACH ROW EXECUTE FUNCTION refuse_changing_key();
""",
    """
DROP TRIGGER kept_for_good ON cases_signingkey;
DROP FUNCTION refuse_changing_key();
DROP TRIGGER built_for_good ON cases_pack;
DROP FUNCTION refuse_changing_built_pack();
""",
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0009_timeline_rules")]
    operations = [
        BUILT,
        rules.append_only("cases_packreceipt"),
        rules.no_delete_under_hold("cases_pack"),
    ]
