"""Whatever changes what ceilings rest on is noted, by whatever way it was changed."""

from django.db import migrations

FUNCTIONS = migrations.RunSQL(
    """
CREATE FUNCTION disturb(the_case bigint, the_claim bigint, the_source bigint, said text)
RETURNS void LANGUAGE sql AS $$
  INSERT INTO cases_disturbance (case_id, claim_id, source_id, what, at)
  VALUES (the_case, the_claim, the_source, said, now());
$$;
CREATE FUNCTION plain_number(value numeric) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT trim_scale(value)::text;
$$;
""",
    "DROP FUNCTION plain_number(numeric); DROP FUNCTION disturb(bigint, bigint, bigint, text);",
)


def noted(table: str, when: str, body: str) -> migrations.RunSQL:
    """Run the body after each such change of a row of the table."""
    name = f"note_{table.removeprefix('cases_')}"
    return migrations.RunSQL(
        f"""
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
{body}
$$;
CREATE TRIGGER disturbs AFTER {when} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}();
""",
        f"DROP TRIGGER disturbs ON {table}; DROP FUNCTION {name}();",
    )


PARTY = """
DECLARE said text; master text;
BEGIN
  IF TG_OP = 'DELETE' THEN
    PERFORM disturb(OLD.case_id, NULL, NULL, format('%s is no party any more', OLD.name));
    RETURN OLD;
  END IF;
  SELECT name INTO master FROM cases_party WHERE id = NEW.controlled_by_id;
  IF TG_OP = 'INSERT' THEN
    IF NEW.controlled_by_id IS NOT NULL THEN
      PERFORM disturb(NEW.case_id, NULL, NULL,
        format('%s, %s, is controlled by %s', NEW.name, NEW.role, master));
    END IF;
    RETURN NEW;
  END IF;
  IF NEW.name <> OLD.name THEN
    said := format('%s is now called %s', OLD.name, NEW.name);
  END IF;
  IF (NEW.role, NEW.kind) IS DISTINCT FROM (OLD.role, OLD.kind) THEN
    said := concat_ws('; ', said, format('%s was %s (%s) and is %s (%s)',
      NEW.name, OLD.role, replace(OLD.kind, '_', ' '), NEW.role, replace(NEW.kind, '_', ' ')));
  END IF;
  IF NEW.controlled_by_id IS DISTINCT FROM OLD.controlled_by_id THEN
    said := concat_ws('; ', said, format('%s is controlled by %s',
      NEW.name, coalesce(master, 'nobody else any more')));
  END IF;
  IF said IS NOT NULL THEN PERFORM disturb(NEW.case_id, NULL, NULL, said); END IF;
  RETURN NEW;
END"""

SOURCE = """
DECLARE said text;
BEGIN
  IF NEW.reliability <> OLD.reliability THEN
    said := format('S-%s was graded %s and is graded %s',
      NEW.number, OLD.reliability, NEW.reliability);
  END IF;
  IF (NEW.publisher_id, NEW.kind, NEW.exhibit_id) IS DISTINCT FROM
     (OLD.publisher_id, OLD.kind, OLD.exhibit_id) THEN
    said := concat_ws('; ', said, format('what is recorded of S-%s', NEW.number));
  END IF;
  IF NEW.basis <> OLD.basis THEN
    said := concat_ws('; ', said, format('what S-%s rests on', NEW.number));
  END IF;
  IF said IS NOT NULL THEN PERFORM disturb(NEW.case_id, NULL, NEW.id, said); END IF;
  RETURN NEW;
END"""

LINEAGE = """
DECLARE s record;
BEGIN
  IF TG_OP <> 'INSERT' THEN
    SELECT * INTO s FROM cases_source WHERE id = OLD.source_id;
    PERFORM disturb(s.case_id, NULL, s.id, format('what S-%s rests on', s.number));
  END IF;
  IF TG_OP <> 'DELETE' THEN
    SELECT * INTO s FROM cases_source WHERE id = NEW.source_id;
    PERFORM disturb(s.case_id, NULL, s.id, format('what S-%s rests on', s.number));
  END IF;
  RETURN NULL;
END"""

ASSERTION = """
DECLARE s record;
BEGIN
  IF TG_OP <> 'INSERT' THEN
    SELECT * INTO s FROM cases_source WHERE id = OLD.source_id;
    PERFORM disturb(s.case_id, OLD.claim_id, NULL, format('what S-%s says of it', s.number));
  END IF;
  IF TG_OP = 'INSERT' OR TG_OP = 'UPDATE' AND
     (NEW.claim_id, NEW.source_id) IS DISTINCT FROM (OLD.claim_id, OLD.source_id) THEN
    SELECT * INTO s FROM cases_source WHERE id = NEW.source_id;
    PERFORM disturb(s.case_id, NEW.claim_id, NULL, format('what S-%s says of it', s.number));
  END IF;
  RETURN NULL;
END"""

CLAIM = """
BEGIN
  PERFORM disturb(NEW.case_id, NEW.id, NULL, 'what the claim says');
  RETURN NEW;
END"""

OF_CLAIM = """
DECLARE the_claim bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.claim_id ELSE NEW.claim_id END;
BEGIN
  INSERT INTO cases_disturbance (case_id, claim_id, what, at)
  SELECT case_id, id, '{what}', now() FROM cases_claim WHERE id = the_claim;
  RETURN NULL;
END"""

EXHIBITS = """
DECLARE the_one bigint :=
  CASE WHEN TG_OP = 'DELETE' THEN OLD.observation_id ELSE NEW.observation_id END;
BEGIN
  INSERT INTO cases_disturbance (case_id, claim_id, what, at)
  SELECT c.case_id, c.id, 'what our own analysis shows', now()
    FROM cases_observation o JOIN cases_claim c ON c.id = o.claim_id WHERE o.id = the_one;
  RETURN NULL;
END"""

#: Note such a change at each claim that an observation was made of.
SEEN = """
  INSERT INTO cases_disturbance (case_id, claim_id, what, at)
  SELECT DISTINCT c.case_id, c.id, {said}, now()
    FROM cases_observation o JOIN cases_claim c ON c.id = o.claim_id
   WHERE {where};
"""

RUN = """
DECLARE f record;
BEGIN
  SELECT * INTO f FROM cases_figure WHERE id = NEW.figure_id;
{seen}  RETURN NULL;
END"""

FIGURE = """
BEGIN
  IF TG_OP = 'UPDATE' AND (NEW.case_id, NEW.key, NEW.value, NEW.derived_from)
     IS NOT DISTINCT FROM (OLD.case_id, OLD.key, OLD.value, OLD.derived_from) THEN
    RETURN NULL;
  END IF;
  IF TG_OP = 'INSERT' THEN OLD := NEW; END IF;
{seen}  RETURN NULL;
END"""

IMPORT = """
BEGIN
  IF NEW.state = OLD.state OR 'withdrawn' NOT IN (NEW.state, OLD.state) THEN
    RETURN NULL;
  END IF;
{seen}  RETURN NULL;
END"""

ALARM = """
DECLARE a record; e record; said text;
BEGIN
  a := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
  SELECT * INTO e FROM cases_exhibit WHERE id = a.exhibit_id;
  said := CASE WHEN TG_OP = 'DELETE' OR a.settled_at IS NOT NULL
    THEN format('the alarm on E-%s is settled', e.number)
    ELSE format('the stored bytes of E-%s are not those that were received', e.number) END;
  INSERT INTO cases_disturbance (case_id, source_id, what, at)
  SELECT case_id, id, said, now() FROM cases_source WHERE exhibit_id = e.id;
{seen}  RETURN NULL;
END"""

ANY = "INSERT OR UPDATE OR DELETE"


class Migration(migrations.Migration):
    dependencies = [("cases", "0012_disturbances")]
    operations = [
        FUNCTIONS,
        noted("cases_party", ANY, PARTY),
        noted("cases_source", "UPDATE", SOURCE),
        noted("cases_lineage", ANY, LINEAGE),
        noted("cases_assertion", ANY, ASSERTION),
        noted(
            "cases_claim",
            "INSERT OR UPDATE OF kind, rung, speaker_id, actor_id, weight, value, value_high, "
            "precision, unit",
            CLAIM,
        ),
        noted("cases_observation", ANY, OF_CLAIM.format(what="what our own analysis shows")),
        noted("cases_observation_exhibits", "INSERT OR DELETE", EXHIBITS),
        noted("cases_assessment", "INSERT", OF_CLAIM.format(what="our own judgement of it")),
        noted(
            "cases_figurerun",
            "INSERT",
            RUN.format(
                seen=SEEN.format(
                    said="format(CASE WHEN NEW.is_same THEN 'figure %s, run again, gave %s as before' "
                    "ELSE 'figure %s, run again, gave %s instead of %s' END, "
                    "f.key, plain_number(NEW.found), plain_number(NEW.stated))",
                    where="c.case_id = f.case_id AND o.figure_key = f.key",
                )
            ),
        ),
        noted(
            "cases_figure",
            ANY,
            FIGURE.format(
                seen=SEEN.format(
                    said="CASE TG_OP WHEN 'DELETE' THEN format('figure %s is not measured any more', OLD.key) "
                    "ELSE format('figure %s is measured as %s', OLD.key, plain_number(NEW.value)) END",
                    where="c.case_id = OLD.case_id AND o.figure_key = OLD.key",
                )
            ),
        ),
        noted(
            "cases_import",
            "UPDATE",
            IMPORT.format(
                seen=SEEN.format(
                    said="format('import I-%s is %s', NEW.number, NEW.state)",
                    where="c.case_id = NEW.case_id AND o.figure_key <> ''",
                )
            ),
        ),
        noted(
            "cases_alarm",
            ANY,
            ALARM.format(
                seen=SEEN.format(
                    said="said",
                    where="o.id IN (SELECT observation_id FROM cases_observation_exhibits "
                    "WHERE exhibit_id = e.id)",
                )
            ),
        ),
    ]
