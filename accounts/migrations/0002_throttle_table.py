from django.db import migrations

CREATE = """
CREATE UNLOGGED TABLE accounts_throttle (
  cache_key varchar(255) PRIMARY KEY,
  value text NOT NULL,
  expires timestamptz NOT NULL
);
CREATE INDEX accounts_throttle_expires ON accounts_throttle (expires);
"""


class Migration(migrations.Migration):
    """The table of settings.CACHES, so that no second command has to make it."""

    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, "DROP TABLE accounts_throttle;")]
