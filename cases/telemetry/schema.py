"""The columns of imported telemetry: what each means, and what falls away without it."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    INTERACTIONS = "interactions"
    ACCOUNTS = "accounts"


class Type(StrEnum):
    TEXT = "text"
    TEXTS = "texts"
    INTEGER = "integer"
    TIME = "time"
    BOOLEAN = "boolean"


@dataclass(frozen=True)
class Column:
    """One canonical column; `without` says what can't be concluded when a file lacks it."""

    name: str
    type: Type
    meaning: str
    aliases: tuple[str, ...] = ()
    without: str = ""
    is_required: bool = False


T = Type
INTERACTIONS: tuple[Column, ...] = (
    Column(
        "interaction_id",
        T.TEXT,
        "The platform's own id of the request",
        ("id", "request_id", "event_id", "message_id", "uuid", "log_id"),
        "Duplicates are found only where a whole row is repeated; each row is named after its "
        "file and row number.",
    ),
    Column(
        "platform_account",
        T.TEXT,
        "The platform account that sent the request",
        ("account", "account_id", "acct", "acct_id", "user_id", "customer_id", "user", "customer"),
        is_required=True,
    ),
    Column(
        "occurred_at",
        T.TIME,
        "When the request arrived",
        ("time", "timestamp", "ts", "created_at", "datetime", "date", "event_time", "request_time"),
        is_required=True,
    ),
    Column(
        "model",
        T.TEXT,
        "The model that answered",
        ("model_name", "model_id", "engine"),
        "Which models were used, and how soon a new one was, can't be shown.",
    ),
    Column(
        "capability",
        T.TEXT,
        "What the request asked for, as labelled before the import",
        ("capability_label", "task", "task_type", "category", "label"),
        "What was taken can't be shown by capability until samples are labelled.",
    ),
    Column("endpoint", T.TEXT, "The address of the API that was called", ("path", "route", "api")),
    Column(
        "input_tokens",
        T.INTEGER,
        "Tokens sent",
        ("prompt_tokens", "tokens_in", "in_tokens", "n_input_tokens"),
        "The volume sent can't be counted in tokens.",
    ),
    Column(
        "output_tokens",
        T.INTEGER,
        "Tokens answered",
        ("completion_tokens", "tokens_out", "out_tokens", "n_output_tokens"),
        "The volume taken can't be counted in tokens.",
    ),
    Column("stop_reason", T.TEXT, "Why the answer ended", ("finish_reason", "stop")),
    Column("tools", T.TEXT, "The tools that the request offered", ("tool_names", "functions")),
    Column(
        "address",
        T.TEXT,
        "The network address that it came from",
        ("ip", "ip_address", "client_ip", "remote_addr", "source_ip", "src_ip"),
        "Shared networks can't link platform accounts.",
    ),
    Column("asn", T.INTEGER, "The network's number", ("as_number", "as", "autonomous_system")),
    Column("country", T.TEXT, "The country of the address", ("geo", "country_code", "ip_country")),
    Column(
        "user_agent",
        T.TEXT,
        "What the client calls itself",
        ("ua", "useragent", "client", "http_user_agent"),
        "Client software can't link or describe platform accounts.",
    ),
    Column(
        "ja4",
        T.TEXT,
        "The fingerprint of the TLS handshake",
        ("tls_fingerprint", "ja4_hash", "ja3", "tls"),
        "Client software is known only by what it says of itself.",
    ),
    Column(
        "api_key",
        T.TEXT,
        "The id of the API key, never the key itself",
        ("api_key_id", "key_id", "key", "credential", "credential_id"),
        "Credentials used by several platform accounts can't be found.",
    ),
    Column("workspace", T.TEXT, "The workspace or project", ("workspace_id", "project_id")),
    Column("session", T.TEXT, "The session or conversation", ("session_id", "conversation_id")),
    Column(
        "template",
        T.TEXT,
        "The hash of the fixed part of the prompt, such as the system prompt",
        ("template_id", "template_hash", "system_prompt_hash", "prefix_hash", "prompt_template"),
        "A prompt injected into every request shows only in drawn samples.",
    ),
    Column("prompt", T.TEXT, "The prompt", ("input", "prompt_text", "request", "instruction")),
    Column("output", T.TEXT, "The answer", ("completion", "response", "output_text", "answer")),
    Column("prompt_hash", T.TEXT, "The hash of the prompt", ("input_hash", "prompt_sha256")),
    Column("output_hash", T.TEXT, "The hash of the answer", ("response_hash", "output_sha256")),
    Column(
        "is_refused",
        T.BOOLEAN,
        "Whether the request was refused",
        ("refused", "blocked", "refusal", "is_blocked"),
        "What the platform's own safeguards stopped can't be counted.",
    ),
)
ACCOUNTS: tuple[Column, ...] = (
    Column(
        "platform_account",
        T.TEXT,
        "The platform account",
        ("account", "account_id", "id", "acct", "acct_id", "user_id", "customer_id"),
        is_required=True,
    ),
    Column(
        "created_at",
        T.TIME,
        "When it was opened",
        ("created", "signup_at", "signup_time", "registered_at", "registration_time", "opened_at"),
        "Sign-ups in bursts can't be found, and when a signal was held is known only from use.",
    ),
    Column("closed_at", T.TIME, "When it was closed", ("closed", "banned_at", "suspended_at")),
    Column("closed_because", T.TEXT, "Why it was closed", ("close_reason", "ban_reason", "reason")),
    Column(
        "email_domain",
        T.TEXT,
        "The domain of its e-mail address",
        ("mail_domain", "domain", "email"),
        "Disposable mail can't be recognised.",
    ),
    Column("email_pattern", T.TEXT, "The shape of the address's local part", ("mail_pattern",)),
    Column(
        "phone",
        T.TEXT,
        "The hash of its telephone number",
        ("phone_hash", "phone_sha256", "telephone_hash"),
        "Shared telephone numbers can't link platform accounts.",
    ),
    Column(
        "payment_instruments",
        T.TEXTS,
        "Fingerprints of the cards or wallets that paid",
        ("payment", "payment_instrument", "card_fingerprint", "instrument", "card", "payment_hash"),
        "Shared payment can't link platform accounts: the strongest signal named in public.",
    ),
    Column("bin", T.TEXT, "The issuer's number of the card", ("card_bin", "iin")),
    Column("funding", T.TEXT, "Credit, debit, prepaid or invoice", ("funding_type", "card_type")),
    Column("billing_country", T.TEXT, "The country of billing", ("bill_country", "card_country")),
    Column(
        "reseller",
        T.TEXT,
        "The reseller that it came through",
        ("reseller_id", "partner", "channel"),
        "A reseller's customers can't be told from a campaign's own accounts.",
    ),
    Column(
        "organization",
        T.TEXT,
        "The verified organisation that it belongs to",
        ("organisation", "org", "org_id", "parent", "company", "tenant"),
        "Colleagues who share a network innocently can't be told from strangers.",
    ),
    Column("programme", T.TEXT, "How it entered", ("entry_programme", "program", "source")),
    Column(
        "devices",
        T.TEXTS,
        "Ids of the devices that signed in",
        ("device", "device_id", "device_ids", "device_fingerprint"),
        "Shared devices can't link platform accounts.",
    ),
    Column(
        "verification",
        T.TEXT,
        "How far the person behind it was verified",
        ("verification_level", "kyc", "kyc_level", "verified"),
        "What stricter verification would have changed can't be worked out.",
    ),
    Column("plan", T.TEXT, "The plan that it is on", ("tier", "subscription")),
    Column("sign_up_address", T.TEXT, "The address at sign-up", ("signup_ip", "registration_ip")),
)
COLUMNS: dict[Kind, tuple[Column, ...]] = {
    Kind.INTERACTIONS: INTERACTIONS,
    Kind.ACCOUNTS: ACCOUNTS,
}


def column(kind: Kind, name: str) -> Column:
    """The column of that name; KeyError if there is none."""
    return {column.name: column for column in COLUMNS[kind]}[name]
