"""The vocabularies of a deal file, and how loosely a word of them may be written.

Words are read without regard to case, spaces, hyphens or underscores: ``Decision Maker`` is
``decision_maker``. The aliases come from the contact roles that CRM systems use.
"""

from functools import lru_cache

_SAME_FILES = 128
"""Names that are remembered: those of the files at hand. More would only fill the processor's caches."""

STATUSES = ("open", "won", "lost", "no_decision")
FORECASTS = ("pipeline", "best_case", "commit", "omitted")
ACCOUNT_KINDS = ("ongoing", "one_off")
CASE_STATUSES = ("none", "draft", "shared", "approved")
LEVELS = ("executive", "manager", "staff")
STANCES = ("champion", "supporter", "neutral", "skeptical", "resistant", "unknown")
SIDES = ("inside", "outside")
DIRECTIONS = ("inbound", "outbound", "two_way")
STEP_TYPES = ("meeting", "call", "demo", "email", "task", "event")
ACTIVITY_TYPES = (*STEP_TYPES, "note", "content")
SIGNAL_KINDS = (
    "competing_priority",
    "needs_more_time",
    "committee",
    "postponed",
    "finds_holes",
    "budget_frozen",
    "skips_meetings",
    "other",
)
ROLES = (
    "decision_maker",
    "purchaser",
    "problem_owner",
    "end_user",
    "evaluator",
    "influencer",
    "gatekeeper",
    "insider",
    "outsider",
)
ROLE_ALIASES = {
    "kdm": "decision_maker",
    "key_decision_maker": "decision_maker",
    "economic_decision_maker": "decision_maker",
    "procurement": "purchaser",
    "economic_buyer": "purchaser",
    "budget_holder": "purchaser",
    "user": "end_user",
    "business_user": "end_user",
    "technical_buyer": "evaluator",
    "legal": "gatekeeper",
    "security": "gatekeeper",
    "compliance": "gatekeeper",
    "consultant": "outsider",
    "partner": "outsider",
    "agency": "outsider",
}

OWNER_SIDES = {
    "us": "us",
    "customer": "customer",
    "thecustomer": "customer",
    "client": "customer",
    "theclient": "customer",
    "prospect": "customer",
    "theprospect": "customer",
    "them": "customer",
    "they": "customer",
    "both": "both",
}
"""Words that name the owner of a step, as `squeeze` gives them: whose step that is."""

_IGNORED = str.maketrans("", "", " -_\t\u00a0")


CURRENCIES = frozenset(
    (
        "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN"
        " BZD CAD CDF CHF CLF CLP CNH CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP"
        " GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR"
        " KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN"
        " MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR"
        " SDG SEK SGD SHP SLE SLL SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX"
        " USD UYU UZS VED VES VND VUV WST XAF XAG XAU XCD XCG XDR XOF XPF YER ZAR ZMW ZWG ZWL"
    ).split()
)
"""Currency codes of ISO 4217, with a few that were replaced lately."""


@lru_cache(maxsize=_SAME_FILES)
def squeeze(text: str) -> str:
    """The form in which two words are compared: no case, spaces, hyphens or underscores."""
    return text.casefold().translate(_IGNORED)


@lru_cache(maxsize=_SAME_FILES)
def name_key(name: str) -> str:
    """The form in which two names of people are compared: no case, single spaces."""
    return " ".join(name.casefold().split())


def plain_key(name: str) -> str:
    """The same without accents, for names that are typed to find somebody: ``tomas`` finds Tomás."""
    if name.isascii():
        return name_key(name)
    from unicodedata import combining, normalize

    return name_key("".join(char for char in normalize("NFKD", name) if not combining(char)))


class Vocabulary:
    """A closed list of words with aliases; ``read`` gives the word as the program spells it, or None."""

    def __init__(self, name: str, words: tuple[str, ...], aliases: dict[str, str] | None = None) -> None:
        self.name = name
        self.words = words
        self.aliases = aliases or {}
        self.exact = {word: word for word in words}
        """The words as the program spells them."""
        self._loose = {squeeze(word): word for word in words}
        self._loose.update({squeeze(alias): word for alias, word in self.aliases.items()})

    def read(self, text: str) -> str | None:
        """The word that ``text`` stands for, or None when it is not in the list."""
        return self.exact.get(text) or self._loose.get(squeeze(text))

    def spellings(self) -> tuple[str, ...]:
        """Every word and alias, for did-you-mean."""
        return (*self.words, *self.aliases)


VOCABULARIES = {
    vocabulary.name: vocabulary
    for vocabulary in (
        Vocabulary("status", STATUSES),
        Vocabulary("forecast", FORECASTS),
        Vocabulary("account_kind", ACCOUNT_KINDS),
        Vocabulary("business_case_status", CASE_STATUSES),
        Vocabulary("level", LEVELS),
        Vocabulary("stance", STANCES),
        Vocabulary("side", SIDES),
        Vocabulary("direction", DIRECTIONS),
        Vocabulary("step_type", STEP_TYPES),
        Vocabulary("activity_type", ACTIVITY_TYPES),
        Vocabulary("signal_kind", SIGNAL_KINDS),
        Vocabulary("role", ROLES, ROLE_ALIASES),
        Vocabulary("severity", ("high", "medium", "low")),
        Vocabulary("fail_on", ("high", "medium", "low", "never")),
    )
}
