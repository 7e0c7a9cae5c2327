"""`yuheng serve`, `worker`, `backup`, `restore`, `verify`, `manage`: the ledger from the command line."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import click

from yuheng.errors import Misuse

FAULTS: Final = 1
_WORDS: Final = {
    "serve": ("打开台账网站。", "Open the ledger's site."),
    "serve_long": (
        "打开台账网站，并在旁边开一个工作进程读文件。第一次打开时建好数据文件夹，并打印管理员的一次性密码。",
        "Open the ledger's site, with a worker beside it that reads files. The first time, the data folder is made and "
        "the administrator's one-time password is printed.",
    ),
    "worker": ("运行一个读文件的工作进程。", "Run a worker that reads files."),
    "manage": ("运行 Django 的管理命令。", "Run one of Django's management commands."),
    "backup": ("把整个台账备份到一个文件。", "Back the whole ledger up into one file."),
    "restore": ("把备份恢复到空台账。", "Bring a backup into an empty ledger."),
    "export": ("把台账逐表导出为 JSONL（可加 Parquet）。", "Export every table as JSONL (and Parquet)."),
    "import": ("把导出的文件夹导入空台账。", "Bring an exported folder into an empty ledger."),
    "verify": (
        "检查台账：每个锚点、每个编号、日志的每一环。有问题时逐条列出，退出码为 1。",
        "Check the ledger: every anchor, every id, every link of the log. Lists what does not hold and exits with 1.",
    ),
    "data": ("数据文件夹（也可设 YUHENG_DATA）", "data folder (or set YUHENG_DATA)"),
    "host": ("在哪个地址上听", "address to listen on"),
    "port": ("在哪个端口上听", "port to listen on"),
    "bad_port": ("端口要写成 1 到 65535 的整数，不是 {}。", "A port is a whole number from 1 to 65535, not {}."),
    "no_worker": ("不开工作进程", "without a worker"),
    "once": ("做完排队的就结束", "end when the queue is empty"),
    "parquet": ("同时写 Parquet", "write Parquet too"),
    "site": ("网站", "Site"),
    "password": (
        "管理员账号 admin 的一次性密码（只显示这一次，登录后须更改）：",
        "One-time password of the account admin (shown only now; it must be changed after signing in): ",
    ),
    "rows": ("{} 行", "{} rows"),
    "whole": ("台账完好。", "The ledger is whole."),
    "faults": ("有 {} 处不符。", "{} faults."),
    "missing": ("网站需要 {}。", "The site needs {}."),
    "missing_hint": ('请安装：pip install "yuheng[server]"。', 'Install it: pip install "yuheng[server]".'),
    "no_ledger_hint": (
        "先运行 yuheng serve，或用 --data 指定文件夹。",
        "Run yuheng serve first, or name the folder by --data.",
    ),
    "no_ledger": ("数据文件夹 {} 里没有台账。", "There is no ledger in {}."),
}


def ledger_commands(lang: str, shared: Sequence[click.Parameter], *, options_metavar: str) -> list[click.Command]:
    """The commands, in one language; `shared` are the options that every command has (--lang, --help)."""
    data = click.Option(["--data"], metavar="DIR", help=_word("data", lang))

    def command(name: str, run: Callable[..., int], *params: click.Parameter, about: str = "") -> click.Command:
        def callback(data: str | None, **options: Any) -> int:
            options.pop("lang", None)
            _set_up(data, lang)
            return run(lang=lang, **options)

        return click.Command(
            name,
            callback=callback,
            help=_word(about or name, lang),
            short_help=_word(name, lang),
            add_help_option=False,
            options_metavar=options_metavar,
            params=[*params, data, *shared],
        )

    file = click.Argument(["path"], metavar="FILE")
    folder = click.Argument(["path"], metavar="DIR")
    return [
        command(
            "serve",
            _serve,
            click.Option(["--host"], default="127.0.0.1", metavar="ADDR", help=_word("host", lang)),
            click.Option(["--port"], default="8000", metavar="N", help=_word("port", lang)),
            click.Option(["--no-worker"], is_flag=True, help=_word("no_worker", lang)),
            about="serve_long",
        ),
        command("worker", _worker, click.Option(["--once"], is_flag=True, help=_word("once", lang))),
        command("backup", _back_up, file),
        command("restore", _restore, file),
        command("export", _export, folder, click.Option(["--parquet"], is_flag=True, help=_word("parquet", lang))),
        command("import", _import, folder),
        command("verify", _verify),
        _manage(lang, data),
    ]


def _serve(*, host: str, port: str, no_worker: bool, lang: str) -> int:
    import subprocess

    from django.utils import timezone

    from yuheng.app.opening import open_ledger, settle

    if not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        raise Misuse(_word("bad_port", lang).format(port))
    number = int(port)
    password = open_ledger(at=timezone.now())
    if password:
        click.echo(_word("password", lang) + password)
    from django.core.wsgi import get_wsgi_application
    from waitress import serve

    application = get_wsgi_application()
    settle()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # as Ctrl+C: the worker must end with the site
    worker = None
    try:
        if not no_worker:
            worker = subprocess.Popen([sys.executable, "-m", "yuheng", "worker"], env=os.environ.copy())
        click.echo(f"{_word('site', lang)} http://{host}:{number}/")
        sys.stdout.flush()
        serve(application, host=host, port=number, threads=8, ident=None, _quiet=True)
    finally:
        if worker is not None:
            worker.terminate()
            worker.wait()
    return 0


def _worker(*, once: bool, lang: str) -> int:
    from yuheng.app.working import work

    _need_ledger(lang)
    work(once=once)
    return 0


def _back_up(*, path: str, lang: str) -> int:
    from django.utils import timezone

    from yuheng.app.keeping import back_up

    _need_ledger(lang)
    counts = back_up(Path(path), at=timezone.now())
    click.echo(f"{path}  {_word('rows', lang).format(sum(counts.values()))}")
    return 0


def _restore(*, path: str, lang: str) -> int:
    from django.core.management import call_command
    from django.utils import timezone

    from yuheng.app.keeping import restore

    call_command("migrate", interactive=False, verbosity=0)
    counts = restore(Path(path), at=timezone.now())
    click.echo(_word("rows", lang).format(sum(counts.values())))
    return 0


def _export(*, path: str, parquet: bool, lang: str) -> int:
    from django.utils import timezone

    from yuheng.app.keeping import export_ledger

    _need_ledger(lang)
    counts = export_ledger(Path(path), at=timezone.now(), by="yuheng", parquet=parquet)
    click.echo(f"{path}  {_word('rows', lang).format(sum(counts.values()))}")
    return 0


def _import(*, path: str, lang: str) -> int:
    from django.core.management import call_command
    from django.utils import timezone

    from yuheng.app.keeping import import_ledger

    call_command("migrate", interactive=False, verbosity=0)
    counts = import_ledger(Path(path), at=timezone.now())
    click.echo(_word("rows", lang).format(sum(counts.values())))
    return 0


def _verify(*, lang: str) -> int:
    from yuheng.app.keeping import verify

    _need_ledger(lang)
    count = 0
    for fault in verify():
        count += 1
        click.echo(str(fault))
    click.echo(_word("faults", lang).format(count) if count else _word("whole", lang), err=bool(count))
    return FAULTS if count else 0


def _manage(lang: str, data: click.Option) -> click.Command:
    """Everything after `manage` is Django's own, options included."""

    def run(data: str | None, arguments: tuple[str, ...]) -> int:
        from django.core.management import execute_from_command_line

        _set_up(data, lang)
        execute_from_command_line(["yuheng manage", *arguments])
        return 0

    return click.Command(
        "manage",
        callback=run,
        help=_word("manage", lang),
        add_help_option=False,
        context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
        params=[data, click.Argument(["arguments"], nargs=-1, type=click.UNPROCESSED)],
    )


def _set_up(data: str | None, lang: str) -> None:
    """Give Django its settings; here, the entry point, is where the environment is looked at.

    Raises:
        Misuse: the `server` extra is not installed, or the data folder cannot be used.
    """
    if data is not None:
        os.environ["YUHENG_DATA"] = str(Path(data).absolute())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yuheng.web.settings")
    try:
        import django

        from yuheng.ledger.folder import make_folder

        make_folder(Path(os.environ.get("YUHENG_DATA") or Path.home() / ".yuheng").absolute())
        django.setup()
    except ModuleNotFoundError as error:
        raise Misuse(_word("missing", lang).format(error.name), hint=_word("missing_hint", lang)) from error


def _need_ledger(lang: str) -> None:
    from django.conf import settings
    from django.db import connection

    if "ledger_document" not in connection.introspection.table_names():
        raise Misuse(_word("no_ledger", lang).format(settings.DATA), hint=_word("no_ledger_hint", lang))


def _word(key: str, lang: str) -> str:
    return _WORDS[key][0 if lang == "zh" else 1]
