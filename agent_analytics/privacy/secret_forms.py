"""Credentials whose form alone tells what they are, by the kind of service that issues them.

The forms are those that the issuers document. Credentials that only a name beside them gives away are in
`secret_rules`.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SecretRule:
    """One family of credentials.

    One of `hints`, lower case, stands in every text that the pattern matches. `pattern` has a group `secret`
    where only a part is to be masked, and `is_secret` judges that part where the form alone does not tell.
    """

    name: str
    pattern: str
    hints: tuple[str, ...]
    is_secret: Callable[[str], bool] = lambda _: True


def _is_drawn(value: str) -> bool:
    """Return whether a value is more than its form: `ghp_xxxxxxxx` in a manual stands for a credential."""
    return len(set(value[-_CHARACTERS_COMPARED:])) > 1


_CHARACTERS_COMPARED = 12


def _token(name: str, pattern: str, *hints: str) -> SecretRule:
    return SecretRule(name, rf"\b(?:{pattern})", hints, _is_drawn)


ISSUED: tuple[SecretRule, ...] = (
    _token(
        "github",
        r"gh[pousr]_[A-Za-z0-9]{16,255}|github_pat_[A-Za-z0-9_]{16,255}",
        "gh",
        "github_pat_",
    ),
    _token("gitlab", r"gl(?:pat|ptt|dt|rt|soat|cbt|ft|imt|agent|oas)-[A-Za-z0-9_.-]{16,300}", "gl"),
    _token("aws", r"(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b", "akia", "asia", "abia", "acca"),
    _token(
        "google",
        r"AIza[A-Za-z0-9_-]{30,40}|ya29\.[A-Za-z0-9_-]{16,400}|GOCSPX-[A-Za-z0-9_-]{20,40}|"
        r"1//0[A-Za-z0-9_-]{30,200}",
        "aiza",
        "ya29.",
        "gocspx-",
        "1//0",
    ),
    _token(
        "slack",
        r"xox[abceoprs]-[A-Za-z0-9-]{10,255}|xapp-\d-[A-Za-z0-9-]{16,255}|"
        r"hooks\.slack\.com/(?:services|workflows|triggers)/[A-Za-z0-9/_-]{16,255}",
        "xox",
        "xapp-",
        "hooks.slack.com/",
    ),
    _token(
        "stripe",
        r"[rs]k_(?:live|test|prod)_[A-Za-z0-9]{10,255}|whsec_[A-Za-z0-9+/=]{16,255}",
        "k_live_",
        "k_test_",
        "k_prod_",
        "whsec_",
    ),
    _token("anthropic", r"sk-ant-[A-Za-z0-9_-]{16,255}", "sk-ant-"),
    _token(
        "openai",
        r"sk-(?:proj|svcacct|admin|None|or-v1|lf)-[A-Za-z0-9_-]{16,255}|sk-[A-Za-z0-9]{20,255}",
        "sk-",
    ),
    _token(
        "model_host",
        r"hf_[A-Za-z0-9]{16,64}|gsk_[A-Za-z0-9]{20,64}|xai-[A-Za-z0-9]{20,128}|"
        r"pplx-[A-Za-z0-9]{20,64}|r8_[A-Za-z0-9]{20,64}|fw_[A-Za-z0-9]{20,40}|AQ\.[A-Za-z0-9_-]{30,64}|"
        r"lsv2_(?:pt|sk)_[a-f0-9]{20,64}(?:_[a-f0-9]{6,20})?|sk_[a-f0-9]{40,64}\b|"
        r"pcsk_[A-Za-z0-9]{4,10}_[A-Za-z0-9]{30,80}",
        "lsv2_",
        "sk_",
        "hf_",
        "gsk_",
        "xai-",
        "pplx-",
        "r8_",
        "fw_",
        "aq.",
    ),
    _token(
        "package_registry",
        r"npm_[A-Za-z0-9]{20,64}|pypi-[A-Za-z0-9_-]{20,255}|rubygems_[a-f0-9]{20,64}|"
        r"dckr_(?:pat|oat)_[A-Za-z0-9_-]{16,64}|AKCp[A-Za-z0-9]{20,100}|oy2[a-z0-9]{43}\b",
        "npm_",
        "pypi-",
        "rubygems_",
        "dckr_",
        "akcp",
        "oy2",
    ),
    _token(
        "mail",
        r"SG\.[A-Za-z0-9_-]{10,64}\.[A-Za-z0-9_-]{16,64}|key-[0-9a-f]{32}\b|"
        r"xkeysib-[a-f0-9]{20,64}(?:-[A-Za-z0-9]{8,32})?|[0-9a-f]{32}-us\d{1,2}\b",
        "sg.",
        "key-",
        "xkeysib-",
        "-us",
    ),
    _token("telephony", r"SK[0-9a-f]{32}\b", "sk"),
    _token(
        "hosting",
        r"do[por]_v1_[a-f0-9]{20,64}|nfp_[A-Za-z0-9]{20,64}|HRKU-[A-Za-z0-9_-]{20,80}|"
        r"vc[prka]_[A-Za-z0-9]{20,64}|FlyV1\x20fm\d[A-Za-z]?_[A-Za-z0-9+/=,_-]{16,500}|"
        r"sbp_[a-f0-9]{20,64}|sb_secret_[A-Za-z0-9_-]{20,64}|napi_[a-z0-9]{30,80}|django-insecure-\S{20,80}|"
        r"pscale_(?:tkn|pw|oauth)_[A-Za-z0-9_.=-]{16,80}|rnd_[A-Za-z0-9]{20,40}",
        "_v1_",
        "nfp_",
        "hrku-",
        "vcp_",
        "vcr_",
        "vck_",
        "vca_",
        "flyv1",
        "sbp_",
        "sb_secret_",
        "napi_",
        "django-insecure-",
        "pscale_",
        "rnd_",
    ),
    _token(
        "commerce",
        r"shp(?:at|ca|pa|ss)_[a-fA-F0-9]{16,64}|sq0(?:atp|csp|idp)-[A-Za-z0-9_-]{16,64}|"
        r"EAAA[A-Za-z0-9_-]{40,120}",
        "shp",
        "sq0",
        "eaaa",
    ),
    _token(
        "data_platform",
        r"dapi[a-f0-9]{30,40}(?:-\d)?\b|PMAK-[a-f0-9]{16,24}-[a-f0-9]{20,40}|"
        r"dbtc_[A-Za-z0-9_-]{20,64}|phx_[A-Za-z0-9]{20,64}",
        "dapi",
        "pmak-",
        "dbtc_",
        "phx_",
    ),
    _token(
        "vault",
        r"hv[sbr]\.[A-Za-z0-9_-]{16,300}|dp\.(?:pt|st|ct|sa|scim|audit)\.[A-Za-z0-9._-]{16,100}|"
        r"ops_eyJ[A-Za-z0-9_-]{16,1000}|[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_=-]{16,100}|"
        r"AGE-SECRET-KEY-1[A-Z0-9]{20,64}|pul-[a-f0-9]{20,64}",
        "hvs.",
        "hvb.",
        "hvr.",
        "dp.",
        "ops_eyj",
        ".atlasv1.",
        "age-secret-key-",
        "pul-",
    ),
    _token(
        "work_tracking",
        r"ATATT3[A-Za-z0-9_=-]{16,255}|ATCTT3[A-Za-z0-9_=-]{16,255}|"
        r"lin_(?:api|oauth)_[A-Za-z0-9]{16,80}|ntn_[A-Za-z0-9]{20,64}|secret_[A-Za-z0-9]{40,50}\b|"
        r"figd_[A-Za-z0-9_-]{16,64}|CFPAT-[A-Za-z0-9_-]{20,64}|pat[A-Za-z0-9]{14}\.[a-f0-9]{40,64}|"
        r"[12]/\d{12,20}(?:/\d{12,20})?:[a-f0-9]{32}\b",
        "pat",
        "/",
        "atatt3",
        "atctt3",
        "lin_",
        "ntn_",
        "secret_",
        "figd_",
        "cfpat-",
    ),
    _token(
        "observability",
        r"gl(?:sa|c)_[A-Za-z0-9_+/=]{16,200}|NRAK-[A-Z0-9]{16,40}|NRII-[A-Za-z0-9_-]{16,64}|"
        r"sntry[su]_[A-Za-z0-9+/=_-]{20,400}",
        "glsa_",
        "glc_",
        "nrak-",
        "nrii-",
        "sntry",
    ),
    _token(
        "network",
        r"tskey-[a-z]{2,10}-[A-Za-z0-9-]{16,100}|v1\.0-[a-f0-9]{24}-[a-f0-9]{40,200}",
        "tskey-",
        "v1.0-",
    ),
    _token(
        "chat",
        r"[MNO][A-Za-z0-9_-]{22,28}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,50}|"
        r"(?:bot)?\d{8,10}:AA[A-Za-z0-9_-]{30,40}|"
        r"[a-z0-9.-]{1,80}\.webhook\.office\.com/\S{20,400}|"
        r"discord(?:app)?\.com/api/webhooks/\d{10,22}/[A-Za-z0-9_-]{16,100}",
        ".",
        ":aa",
        "/api/webhooks/",
        ".webhook.office.com/",
    ),
    _token("azure", r"[A-Za-z0-9_~.-]{3}\dQ~[A-Za-z0-9_~.-]{30,40}", "q~"),
    _token(
        "jwt",
        r"eyJ[A-Za-z0-9_-]{8,4000}\.[A-Za-z0-9_-]{8,4000}(?:\.[A-Za-z0-9_-]{4,4000}){0,3}",
        "eyj",
    ),
)
"""One rule per kind of service, in no order that matters."""
