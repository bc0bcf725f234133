"""Database rules that several tables share, as migration operations."""

from django.db.migrations import RunSQL

FUNCTIONS = RunSQL(
    """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, lower(TG_OP)
    USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION refuse_when_closed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE the_case bigint; state text;
BEGIN
  the_case := CASE WHEN TG_OP = 'DELETE' THEN OLD.case_id ELSE NEW.case_id END;
  SELECT status INTO state FROM cases_case WHERE id = the_case FOR SHARE;
  IF state = 'closed' THEN
    RAISE EXCEPTION 'the case is closed: % on % is refused', lower(TG_OP), TG_TABLE_NAME
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE FUNCTION refuse_delete_under_hold() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM cases_legalhold WHERE case_id = OLD.case_id AND lifted_at IS NULL) THEN
    RAISE EXCEPTION 'the case is under legal hold: nothing may be deleted from %', TG_TABLE_NAME
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN OLD;
END $$;
""",
    """
DROP FUNCTION refuse_change();
DROP FUNCTION refuse_when_closed();
DROP FUNCTION refuse_delete_under_hold();
""",
)


def append_only(table: str) -> RunSQL:
    """No row of the table is ever changed or removed, whatever code runs."""
    return RunSQL(
        f"""
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
""",
        f"DROP TRIGGER append_only ON {table}; DROP TRIGGER never_emptied ON {table};",
    )


def never_emptied(table: str) -> RunSQL:
    """The table is never truncated, which would run no trigger of its rows."""
    return RunSQL(
        f"""
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
""",
        f"DROP TRIGGER never_emptied ON {table};",
    )


def read_only_when_closed(table: str) -> RunSQL:
    """A closed case keeps the table's rows as they are until it is reopened."""
    return RunSQL(
        f"""
CREATE TRIGGER read_only_when_closed BEFORE INSERT OR UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION refuse_when_closed();
""",
        f"DROP TRIGGER read_only_when_closed ON {table};",
    )


def no_delete_under_hold(table: str) -> RunSQL:
    """A legal hold blocks the deletion of any row of the table."""
    return RunSQL(
        f"""
CREATE TRIGGER no_delete_under_hold BEFORE DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION refuse_delete_under_hold();
""",
        f"DROP TRIGGER no_delete_under_hold ON {table};",
    )
