"""Every problem dtx can name: one sentence that says what is wrong, one that says what to do."""


class DtxError(Exception):
    """A problem with a remedy. `problem` and `remedy` are whole sentences; `exit_code` is what the command returns."""

    exit_code = 1

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem} {remedy}")
        self.problem = problem
        self.remedy = remedy


class Unknown(DtxError):
    """A command, option, id, option name or value that dtx does not know."""

    exit_code = 2


class Refused(DtxError):
    """The gate does not open for this activity today. No record is written."""


class StoreProblem(DtxError):
    """The records cannot be read or written. What was saved before stays as it was."""


class StoreFull(StoreProblem):
    """There is no room left to write a record."""


class StoreReadOnly(StoreProblem):
    """The folder or the database may be read, but not written."""


class StoreCorrupt(StoreProblem):
    """The database is damaged. It is left untouched so that it can be rescued."""


class StoreTooNew(StoreProblem):
    """The database was written by a newer dtx."""


class StoreLocked(StoreProblem):
    """The records are encrypted, and nobody has opened them yet."""


class WrongPassphrase(StoreLocked):
    """What was typed opens nothing."""


class PluginProblem(DtxError):
    """A plugin that cannot be loaded. `plugin` is its id."""

    def __init__(self, plugin: str, problem: str, remedy: str) -> None:
        super().__init__(problem, remedy)
        self.plugin = plugin


class ScriptProblem(DtxError):
    """A script that raises, never ends or yields something that is no step."""
