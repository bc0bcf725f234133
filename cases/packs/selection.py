"""What goes into a pack and what is withheld, before any of it is written."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from cases.packs.contents import CONTENTS
from cases.packs.parts import Chosen, Content, Part, Plan, Withheld

LEFT_OUT = "Left out by the person who asked for the pack."
WORKING_PAPERS = "Working papers of the people on the case, no evidence."


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of content as it goes into a pack."""

    content: Content
    chosen: Chosen

    @property
    def counts(self) -> list[tuple[str, int]]:
        """Each type of it and how much was chosen; read only on the page that asks first."""
        return [(part.title, part.selected) for part in self.chosen.parts]


@dataclass(frozen=True, slots=True)
class Selection:
    """Everything that goes in, and everything that does not."""

    sections: list[Section]
    withheld: list[Withheld]

    @property
    def parts(self) -> list[tuple[Content, Part]]:
        return [
            (section.content, part) for section in self.sections for part in section.chosen.parts
        ]

    def withheld_as_json(self) -> list[dict[str, Any]]:
        """What is withheld, for a record."""
        return [asdict(withheld) for withheld in self.withheld]


def select(plan: Plan, keys: Iterable[str]) -> Selection:
    """Choose what goes into a pack of these kinds for this audience."""
    wanted = set(keys)
    sections = [Section(c, c.choose(plan)) for c in CONTENTS if c.key in wanted]
    withheld = [w for section in sections for w in section.chosen.withheld]
    for content in CONTENTS:
        if content.key not in wanted:
            parts = content.choose(plan).parts
            count = sum(part.selected for part in parts)
            withheld += [Withheld(content.title.lower(), LEFT_OUT, count)] * bool(count)
    notes, tasks = plan.case.notes.count(), plan.case.tasks.count()
    withheld += [Withheld("notes", WORKING_PAPERS, notes)] * bool(notes)
    withheld += [Withheld("tasks", WORKING_PAPERS, tasks)] * bool(tasks)
    return Selection(sections, withheld)
