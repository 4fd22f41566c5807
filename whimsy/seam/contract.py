"""What the rest of the seam needs. It is checked before a server starts, and by one fast test.

No documentation promises it, so a new version may rename it. Some of that nobody would notice otherwise:
guards would not be called, states would not be forgotten.
"""

import dis
import inspect
import pkgutil
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from whimsy.errors import Problem
from whimsy.seam import build, server, wire

NAMES = {
    "reflex.app:App": "sio event_namespace event_processor state_manager modify_state app_wraps",
    "reflex.app:EventNamespace": "_token_manager emit_update(update,token) emit(event,data)",
    "reflex.app:EventNamespace.on_event": "(sid,data)",
    "reflex.app:EventNamespace.on_client_error": "(sid,data)",
    "reflex.app:EventNamespace.on_ping": "(sid)",
    "reflex.utils.token_manager:TokenManager": "token_to_socket sid_to_token",
    "reflex.utils.token_manager:SocketRecord": "sid",
    "reflex.istate.manager:StateManager": "_coerce_token(token)",
    "reflex.istate.manager.memory:StateManagerMemory": "_purge_token(token) states _states_locks",
    "reflex.istate.manager.token:BaseStateToken": "cache_key lock_key",
    "reflex.state:StateUpdate": "delta",
    "reflex.state:State": "get_full_name get_substate(path) hydrate setvar get_name get_substates "
    "substates (parent_state,init_substates,_reflex_internal_init)",
    "reflex.state:State.hydrate_and_load.fn": f"({wire.STORED},{wire.HASHES})",
    "reflex.state:UpdateVarsInternalState.update_vars_internal.fn": f"({wire.STORED})",
    "reflex.state:OnLoadInternalState": "on_load_internal",
    "reflex_base.event:Event": "from_event_type(events)",
    "reflex_base.event:EventHandler": "fn is_background",
    "reflex_base.event.processor.event_processor:EventProcessor": "enqueue(token,event)",
    "reflex_base.registry:RegistrationContext": "get event_handlers",
    "reflex_base.registry:RegisteredEventHandler": "handler",
    "reflex_base.utils.format": "format_event_handler(handler)",
    "reflex_base.vars.base:Var": "_get_all_var_data",
    "reflex_base.vars.base:VarData": "state field_name",
    "reflex_base.components.component:BaseComponent": "children",
    "reflex_components_core.base.bare:Bare": "contents",
    "reflex_components_core.core.foreach:Foreach": "render_fn _render",
    "reflex_base.components.tags.iter_tag:IterTag": "render_component",
    "reflex_components_core.core.banner": "has_connection_errors",
    "reflex.style": "color_mode resolved_color_mode set_color_mode(new_color_mode)",
    "reflex.utils.prerequisites": "get_web_dir",
    "socketio:AsyncServer": "eio environ manager namespace_handlers packet_class "
    "register_namespace(namespace_handler) get_environ(sid,namespace)",
    "socketio:AsyncServer.reason": "CLIENT_DISCONNECT",
    "socketio.async_manager:AsyncManager": "eio_sid_from_sid(sid,namespace) "
    "sid_from_eio_sid(eio_sid,namespace) is_connected(sid,namespace) is_pre_connected(sid,namespace) "
    "get_participants(namespace,room) emit(event,data,namespace,room,skip_sid,callback,to)",
    "socketio:AsyncNamespace": "trigger_event(event,args)",
    "engineio.async_server": "async_socket",
    "engineio:AsyncServer": "handlers sockets on(event,handler) disconnect(sid) start_service_task "
    "ping_interval ping_timeout",
    "engineio.async_socket:AsyncSocket": "closed closing connected upgraded last_ping queue receive(pkt) "
    "send(pkt) close(wait,abort,reason) schedule_ping _upgrade_websocket(environ) _websocket_handler(ws)",
    "engineio.packet:Packet": "(packet_type,data,encoded_packet) encode",
    "socketio:AsyncClient": "eio shutdown",
    "engineio:AsyncClient": "http ws wait()",
    "uvicorn:Server": "started should_exit servers handle_exit(sig,frame)",
    "uvicorn:Config": "load",
    "uvicorn.supervisors:Multiprocess": "config sockets processes should_exit run "
    "keep_subprocess_alive restart_all terminate_all",
    "uvicorn.supervisors.multiprocess:Process": "process parent_conn child_conn is_alive(timeout) "
    "is_ready(timeout) start kill join pid exitcode",
    "uvicorn.protocols.http.httptools_impl:HttpToolsProtocol": "loop transport connection_made(transport) "
    "connection_lost(exc) data_received(data) on_message_begin on_headers_complete pause_writing "
    "resume_writing",
    "uvicorn.protocols.websockets.websockets_sansio_impl:WebSocketsSansIOProtocol": "loop transport "
    "connection_made(transport) connection_lost(exc) handle_ping handle_pong(event) handle_cont(event) "
    "handle_connect(event) pause_writing resume_writing conn handshake_complete scope writable "
    "request response send(message)",
}
"""What each owner must have, some with the arguments that we give them."""

VALUES = {
    "reflex_base.constants.state:FIELD_MARKER": wire.FIELD,
    "reflex_base.constants:Endpoint.EVENT.value": wire.NAMESPACE.lstrip("/"),
    "reflex_base.constants.event:SocketEvent.EVENT": wire.EVENT,
    "reflex_base.constants.event:SocketEvent.PING": wire.PING,
    "reflex_base.constants.event:SocketEvent.CLIENT_ERROR": wire.CLIENT_ERROR,
    "reflex_base.constants.event:SocketEvent.STATE_MISMATCH": wire.STATE_MISMATCH,
    "reflex_base.constants:CompileVars.CONNECT_AUTH_EVENT": wire.BOOT,
    "reflex_base.constants:CompileVars.CONNECT_AUTH_STATE_SCHEMA": wire.SCHEMA,
    "reflex_base.constants:RouteVar.PATH": wire.PATH,
    "reflex_base.constants:RouteVar.ORIGIN": wire.ORIGIN,
    "reflex_base.constants:RouteVar.QUERY": wire.QUERY,
    "reflex_base.constants:Dirs.STATIC": build.STATIC.as_posix(),
    **{f"reflex_base.environment:environment.{name.lstrip('_')}.name": name for name in build.WORKERS},
    "reflex.app:logger.name": f"{server.TALKATIVE[0]}.app",
    "reflex_base.config:logger.name": f"{server.TALKATIVE[1]}.config",
    "socketio.base_server:default_logger.name": server.TALKATIVE[2],
    "engineio.base_server:default_logger.name": server.TALKATIVE[3],
    "uvicorn.supervisors.multiprocess:logger.name": server.LOGGER,
}
"""Names and values that must not change."""

SCRIPTS = {
    ".templates/web/utils/state.js": (
        'import io from "socket.io-client"',
        'import env from "$/env.json"',
        'import reflexEnvironment from "$/reflex.json"',
        "export const getToken = ",
        "export const getBackendURL = ",
        "path: endpoint.pathname,",
        "protocols: [reflexEnvironment.version],",
        "reconnection: false,",
        'socket.current.on("event", (update)',
        "withoutUnknownSubstates(update.delta)",
        f'"{wire.STATE_MISMATCH}"',
    ),
}
"""What components/wire/reflex.js uses or copies of the scripts that Reflex gives every page."""

_PACKAGES = {"socketio": "python-socketio", "engineio": "python-engineio", "uvicorn": "uvicorn"}


class Changed(Problem):
    """Something below the seam has changed."""

    def __init__(self, package: str, what: str) -> None:
        super().__init__(
            f"{package} {version(package)} {what}, which whimsy/seam is made for: "
            "install the version that requirements.txt names."
        )


@cache
def check() -> None:
    """Check that all of it is there; raises Changed for the first that is not. Imports Reflex."""
    for package, what in missing():
        raise Changed(package, what)


def missing() -> list[tuple[str, str]]:
    """All that is not there: the package, and what it lacks."""
    lacks = [
        (_package(owner), f"has no {owner.partition(':')[2] or owner}.{name}")
        for owner, names in NAMES.items()
        for name in names.split()
        if not _has(owner, name)
    ]
    lacks += [
        (_package(path), f"calls {path.partition(':')[2]} no longer {value!r}")
        for path, value in VALUES.items()
        if _find(path) != value
    ]
    base = Path(inspect.getfile(_find("reflex_base"))).parent
    read = {file: (base / file).read_text() for file in SCRIPTS}
    return lacks + [
        ("reflex", f"has in {file} no {words}")
        for file, phrases in SCRIPTS.items()
        for words in phrases
        if words not in read[file]
    ]


def _has(owner: str, name: str) -> bool:
    """Whether `owner` has a `name`, a `name(with,arguments)`, or itself takes `(arguments)`."""
    name, _, arguments = name.rstrip(")").partition("(")
    found = _find(owner)
    if found is None or (name and not hasattr(found, name)):
        return found is not None and inspect.isclass(found) and _sets(found, name)
    takes = inspect.signature(getattr(found, name) if name else found).parameters if arguments else {}
    return all(argument in takes for argument in arguments.split(",") if argument)


def _sets(owner: type, name: str) -> bool:
    """Whether instances of `owner` have `name`, as a field or because a method sets it."""
    return name in getattr(owner, "__dataclass_fields__", {}) or any(
        step.opname == "STORE_ATTR" and step.argval == name
        for base in owner.__mro__
        for method in vars(base).values()
        if inspect.isfunction(method) and name in method.__code__.co_names
        for step in dis.get_instructions(method)
    )


def _find(path: str) -> Any:
    try:
        return pkgutil.resolve_name(path)
    except (ImportError, AttributeError):
        return None


def _package(path: str) -> str:
    return _PACKAGES.get(path.partition(":")[0].partition(".")[0], "reflex")
