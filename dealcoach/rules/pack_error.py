"""The refusal of a rule pack."""

from dealcoach.model.finding import Problem


class PackError(Exception):
    """A pack that is refused, with all of its problems."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems in rule files")
        self.problems = problems
