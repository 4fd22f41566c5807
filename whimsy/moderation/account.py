"""A moderator's account, as SQL keeps it."""

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel


class Moderator(SQLModel, table=True):
    """An account. totp: the sealed secret; last_code: the time step of its last code, as none works twice.

    generation: of the sessions that count. A new generation ends all sessions before.
    """

    __tablename__ = "moderator"

    name: str = Field(primary_key=True, max_length=32)
    password: str = Field(max_length=200)
    totp: str = Field(max_length=300)
    created_ms: int = Field(sa_type=BigInteger)
    last_code: int = Field(default=0, sa_type=BigInteger)
    disabled: bool = False
    generation: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
