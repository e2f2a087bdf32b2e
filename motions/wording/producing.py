"""Word the instruction for an edit made in an editor: the shortest a branch would write."""

from motions.wording.edits import Edit, Form, Instruction


def instruction_for(old: str, new: str) -> str:
    """Give the words of an amendment that makes the old text read as the new.

    apply_amendment(old, instruction_for(old, new)) == new for any two texts. Raises Refusal
    "changes-nothing" where they are the same.
    """
    from motions.wording.saying import in_words

    return in_words(Instruction((Edit(Form.ALL, new=new),)))
