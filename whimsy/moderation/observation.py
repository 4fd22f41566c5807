"""What a screen saw of a visitor: which screen and when, never what was said."""

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel


class Observation(SQLModel, table=True):
    """A finding about a visitor. weight: 1.0 alone brings a mild automatic step."""

    __tablename__ = "observation"

    id: str = Field(primary_key=True, max_length=32)
    visitor: str = Field(max_length=64, index=True)
    address: str = Field(default="", max_length=64)
    kind: str = Field(max_length=30)
    weight: float
    at_ms: int = Field(sa_type=BigInteger, index=True)
