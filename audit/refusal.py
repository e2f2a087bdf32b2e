"""The one error that means "no": an act that the rules do not allow."""


class Refusal(Exception):
    """An act was refused; nothing was changed.

    `code` is a stable slug for programs, `message` a plain sentence for the person who asked,
    `rule` the rule relied on, if there is one. Where `record` names an event, the refusal itself
    goes into the log once the refused act has been rolled back: its `facts` for everyone to read,
    its `personal` values, such as words that may name somebody, as salted digests.
    """

    def __init__(
        self,
        code: str,
        message: str,
        *,
        rule: str = "",
        record: str = "",
        subject: str = "",
        facts: dict[str, object] | None = None,
        personal: dict[str, str] | None = None,
    ) -> None:
        """Say no, and why."""
        super().__init__(message)
        self.code = code
        self.message = message
        self.rule = rule
        self.record = record
        self.subject = subject
        self.facts = facts or {}
        self.personal = personal or {}
