"""A motion and some rules for the tests of amendment wording."""

TEXT = (
    "Conference notes the contract signed in May and the closure of two depots.\n"
    "Conference believes that safe staffing matters, that members' data is theirs, and that work "
    "should end when the shift ends. Conference welcomes the branch's report “Safe hours”.\n"
    "Conference instructs the National Executive Council to:\n"
    "1. campaign for a legal limit;\n"
    "2. publish a checklist; and\n"
    "3. report each year to Conference.\n"
    "Conference further calls for:\n"
    "- free parking\n"
    "- warm rooms\n"
    "- quiet hours"
)

RULES = (
    "6.2 A branch of more than 250 members shall send a second delegate.\n"
    "9.4 Votes shall be taken by show of hands unless a card vote is called.\n"
    "9.5 The chair has a casting vote.\n"
    "14.1 The mover shall speak for no more than five minutes.\n"
    "14.2 Other speakers shall speak for no more than three minutes."
)
