"""What Whimsy uses of Reflex, for mypy, which cannot read how Reflex itself declares some of it.

`event` is a class whose `__new__` makes something else, `cond` has statements between its overloads, those of
`Field` make a sequence of everything, `match` and `reset` do not say what they return. The rest is Reflex's.
"""

from collections.abc import Callable
from typing import Any, Generic, TypeVar, TypeVarTuple, overload

from reflex import constants as constants
from reflex import plugins as plugins
from reflex import vars as vars  # noqa: A004
from reflex.app import App as App
from reflex.assets import asset as asset
from reflex.istate.manager.token import BaseStateToken as BaseStateToken
from reflex.istate.storage import LocalStorage as LocalStorage
from reflex.istate.storage import SessionStorage as SessionStorage
from reflex.state import State as _State
from reflex_base.components.component import Component as Component
from reflex_base.components.component import NoSSRComponent as NoSSRComponent
from reflex_base.config import Config as Config
from reflex_base.event import EventCallback
from reflex_base.event import EventHandler as EventHandler
from reflex_base.vars.base import Var as Var
from reflex_base.vars.number import BooleanVar, NumberVar
from reflex_base.vars.object import ObjectVar
from reflex_base.vars.sequence import ArrayVar, StringVar
from reflex_components_core import el as el
from reflex_components_core.base.fragment import fragment as fragment
from reflex_components_core.core.foreach import foreach as foreach

_T = TypeVar("_T")
_Item = TypeVar("_Item")
_Takes = TypeVarTuple("_Takes")
_Words = str | Var[str]

class State(_State):
    def reset(self) -> None: ...

class Field(Generic[_T]):
    @overload
    def __get__(self: Field[bool], instance: None, owner: object) -> BooleanVar: ...
    @overload
    def __get__(self: Field[int], instance: None, owner: object) -> NumberVar[int]: ...
    @overload
    def __get__(self: Field[str], instance: None, owner: object) -> StringVar: ...
    @overload
    def __get__(self: Field[list[_Item]], instance: None, owner: object) -> ArrayVar[list[_Item]]: ...
    @overload
    def __get__(self: Field[_Item | None], instance: None, owner: object) -> ObjectVar[_Item]: ...
    @overload
    def __get__(self, instance: None, owner: object) -> ObjectVar[_T]: ...
    @overload
    def __get__(self, instance: State, owner: object) -> _T: ...
    def __set__(self, instance: State, value: _T) -> None: ...

@overload
def field(default: _T) -> Field[_T]: ...
@overload
def field(*, default_factory: Callable[[], _T]) -> Field[_T]: ...

class _Event:
    @overload
    def __call__(self, handler: Callable[[Any, *_Takes], Any], /) -> EventCallback[*_Takes]: ...
    @overload
    def __call__(
        self, *, background: bool
    ) -> Callable[[Callable[[Any, *_Takes], Any]], EventCallback[*_Takes]]: ...
    def passthrough_event_spec(self, *types: type) -> Callable[..., Any]: ...
    def no_args_event_spec(self) -> tuple[()]: ...

event: _Event

@overload
def cond(condition: Any, yes: Component, no: Component | None = ..., /) -> Component: ...
@overload
def cond(condition: Any, yes: None, no: Component, /) -> Component: ...
@overload
def cond(condition: Any, yes: _Words, no: _Words, /) -> Var[str]: ...
@overload
def match(of: Any, *cases: tuple[*tuple[Any, ...], Component] | Component) -> Component: ...
@overload
def match(of: Any, *cases: tuple[Any, _Words] | _Words) -> Var[str]: ...
