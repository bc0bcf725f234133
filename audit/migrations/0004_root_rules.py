from django.db import migrations

RULES = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_root
  FOR EACH ROW EXECUTE FUNCTION audit_refuse_change();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON audit_root
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();
"""

UNDO = """
DROP TRIGGER append_only ON audit_root;
DROP TRIGGER never_emptied ON audit_root;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_root")]
    operations = [migrations.RunSQL(RULES, UNDO)]
