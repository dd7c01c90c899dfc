"""Settings of the predictor: each from an environment variable that begins with TOUCHLINE_."""

from datetime import timedelta

from pydantic import Field, ValidationInfo, field_validator

from touchline.predictor.access.allowance import MOST_A_MINUTE, Allowance
from touchline.predictor.access.callers import Anonymous
from touchline.predictor.access.tokens import Terms
from touchline.runtime.settings import Settings


class PredictorSettings(Settings):
    """What both programs, `consume` and `serve`, may be told."""

    horizon_days: float = Field(
        8.0, gt=0, le=60, description="days ahead of the football clock that matches are predicted"
    )
    model_name: str = Field(
        "touchline-match", pattern=r"^[a-z0-9-]{1,64}$", description="the model whose champion is served"
    )
    player_model_name: str = Field(
        "touchline-player", pattern=r"^[a-z0-9-]{1,64}$", description="the model of players whose champion is served"
    )
    competitions: str = Field(
        "E0", min_length=2, description="competitions that the model is for, with commas; no other match is predicted"
    )
    rest_host: str = Field("127.0.0.1", min_length=1, description="address that REST and gRPC listen on")
    rest_port: int = Field(8080, ge=0, le=65535, description="port that REST listens on; 0: any free one")
    grpc_port: int = Field(8081, ge=0, le=65535, description="port that gRPC listens on; 0: any free one")
    push_limit: int = Field(2000, ge=0, le=100_000, description="subscribers that one replica serves at a time")
    push_waiting: int = Field(256, ge=1, le=100_000, description="changes that wait for a subscriber before it is slow")
    push_kept: int = Field(2000, ge=1, le=1_000_000, description="changes that a subscriber can come back to")
    push_heartbeat: float = Field(
        15.0, gt=0, le=300, description="seconds of silence after which a subscriber hears one"
    )
    anonymous: Anonymous = Field(
        Anonymous.LOOPBACK, description="who may ask the API without a key: everyone, loopback or nobody"
    )
    anonymous_per_minute: int = Field(
        120, ge=1, le=MOST_A_MINUTE, description="requests a minute of an address without a key, where everyone may ask"
    )
    anonymous_streams: int = Field(4, ge=0, le=100_000, description="streams of such an address at a time, a replica")
    jwt_issuer: str = Field(
        "",
        max_length=512,
        description="the issuer whose tokens open the API beside keys, as `iss` says it; empty: none",
    )
    jwt_audience: str = Field("", max_length=512, description="what `aud` of such a token must name")
    jwt_keys: str = Field(
        "",
        validate_default=True,
        pattern=r"^(|/.+|https://.+|http://(127\.0\.0\.1|localhost)[:/].+)$",
        description="where the issuer's public keys stand (JWKS): an https address, or the path of a file",
    )
    jwt_scope_claim: str = Field(
        "scope", min_length=1, description="the claim whose words, `answers` and `streams`, say what a token is for"
    )
    jwt_rate_claim: str = Field(
        "touchline_per_minute",
        min_length=1,
        description="the claim that names a token's requests a minute, if it has any",
    )
    jwt_per_minute: int = Field(
        600, ge=1, le=MOST_A_MINUTE, description="requests a minute of a subject whose token names none"
    )
    jwt_streams: int = Field(10, ge=0, le=100_000, description="streams of a subject at a time, a replica")
    cors_origins: str = Field(
        "",
        pattern=r"^(\*|https?://[^,/ ]+(,https?://[^,/ ]+)*)?$",
        description="origins whose pages may ask from a browser, such as https://football.example, with commas; *: any",
    )
    shadow: bool = Field(
        True,
        description="score whoever was refused for no harm beside the champion; what it says is kept, never served",
    )
    canary_share: float = Field(
        0.0, ge=0, le=0.9, description="share of matches that a promoted model answers first; 0: all of them at once"
    )
    canary_hours: float = Field(
        24.0, gt=0, le=24 * 60, description="hours of football after which it answers all, if nothing speaks against it"
    )
    pointer_interval: float = Field(30.0, gt=0, le=3600, description="seconds between looks at the champion's pointer")

    @property
    def predicted(self) -> frozenset[str]:
        """The competitions by their codes."""
        return frozenset(self.competitions.split(","))

    @property
    def horizon(self) -> timedelta:
        """How far ahead of the football clock matches are predicted."""
        return timedelta(days=self.horizon_days)

    @property
    def origins(self) -> tuple[str, ...]:
        """Each of the origins whose pages may ask."""
        return tuple(filter(None, self.cors_origins.split(",")))

    @property
    def anonymous_allowance(self) -> Allowance:
        """The same as an allowance: half a minute's requests may come at once, as a page that opens brings them."""
        return Allowance(self.anonymous_per_minute, max(1, self.anonymous_per_minute // 2), self.anonymous_streams)

    @field_validator("jwt_keys")
    @classmethod
    def _tokens_are_told_whole(cls, keys: str, so_far: ValidationInfo) -> str:
        told = (so_far.data.get("jwt_issuer"), so_far.data.get("jwt_audience"), keys)
        if any(told) and not all(told):
            raise ValueError("issuer, audience and keys of tokens are told together or not at all")
        return keys

    @property
    def terms(self) -> Terms | None:
        """Whose tokens hold, and what they grant: half a minute's requests may come at once; None: nobody's."""
        if not self.jwt_issuer:
            return None
        granted = Allowance(self.jwt_per_minute, max(1, self.jwt_per_minute // 2), self.jwt_streams)
        return Terms(self.jwt_issuer, self.jwt_audience, self.jwt_scope_claim, self.jwt_rate_claim, granted)

    @property
    def pointer_key(self) -> str:
        """The S3 key of the object that names the champion's bundle."""
        return f"models/{self.model_name}/champion.json"

    @property
    def player_pointer_key(self) -> str:
        """The same of the models of players."""
        return f"models/{self.player_model_name}/champion.json"
