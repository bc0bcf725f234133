from django.db import migrations

RULES = """
CREATE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit is append-only: % is refused', lower(TG_OP)
    USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_entry
  FOR EACH ROW EXECUTE FUNCTION audit_refuse_change();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON audit_entry
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_seal
  FOR EACH ROW EXECUTE FUNCTION audit_refuse_change();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON audit_seal
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();

-- hash = SHA-256(0x00 || previous hash || canonical bytes); see audit/chain.py.
-- Sealing waits for the commit, so that the lock on the head of the chain is held for an instant
-- and can't be part of a deadlock.
CREATE FUNCTION audit_seal_entry() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE head record;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('audit_seal'));
  SELECT position, hash INTO head FROM audit_seal ORDER BY position DESC LIMIT 1;
  IF NOT FOUND THEN
    SELECT 0::bigint AS position, decode(repeat('00', 32), 'hex') AS hash INTO head;
  END IF;
  INSERT INTO audit_seal (position, entry_id, previous_hash, hash)
  VALUES (head.position + 1, NEW.id, head.hash,
          sha256('\\x00'::bytea || head.hash || convert_to(NEW.content, 'UTF8')));
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER seal_at_commit AFTER INSERT ON audit_entry
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_seal_entry();
"""

UNDO = """
DROP TRIGGER seal_at_commit ON audit_entry;
DROP FUNCTION audit_seal_entry();
DROP TRIGGER append_only ON audit_entry;
DROP TRIGGER never_emptied ON audit_entry;
DROP TRIGGER append_only ON audit_seal;
DROP TRIGGER never_emptied ON audit_seal;
DROP FUNCTION audit_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunSQL(RULES, UNDO)]
