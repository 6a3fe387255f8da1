"""A real MariaDB server of the tests' own: on a free port of this machine, in a temporary folder."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pymysql
from pymysql.cursors import Cursor

PASSWORD = "test-only-word"
_READY_S = 30.0

# Nothing here must survive a power cut, and two cores are shared with everything else.
_FAST = (
    "--innodb-flush-log-at-trx-commit=0",
    "--innodb-doublewrite=0",
    "--innodb-use-native-aio=0",
    "--innodb-flush-method=nosync",
    "--innodb-log-file-size=16M",
    "--innodb-buffer-pool-size=64M",
    "--sync-binlog=0",
    "--skip-log-bin",
    "--performance-schema=OFF",
)


class ServerMissing(Exception):
    """MariaDB is not installed, or does not start."""


class MariaServer:
    """A running server: where it listens."""

    def __init__(self, port: int) -> None:
        self.port = port

    def url(self, schema: str) -> str:
        """Address of one schema, as our settings want it."""
        return f"mariadb://tester:{PASSWORD}@127.0.0.1:{self.port}/{schema}"

    def run(self, *statements: str) -> None:
        """Execute statements as administrator."""
        with self._cursor() as cursor:
            for each in statements:
                cursor.execute(each)

    def empty_tables(self, schema: str) -> None:
        """Take all rows from all tables but Alembic's own; append-only ones too, which only TRUNCATE can."""
        with self._cursor(schema) as cursor:
            cursor.execute("SHOW TABLES")
            tables = [name for (name,) in cursor.fetchall() if name != "alembic_version"]
            filled = " UNION ALL ".join(f"(SELECT '{each}' FROM `{each}` LIMIT 1)" for each in tables)
            cursor.execute(filled)
            emptied = [name for (name,) in cursor.fetchall()]
            cursor.execute("SET foreign_key_checks = 0")
            for each in emptied:
                cursor.execute(f"TRUNCATE TABLE `{each}`")

    @contextmanager
    def _cursor(self, schema: str | None = None) -> Iterator[Cursor]:
        administrator = {"host": "127.0.0.1", "port": self.port, "user": "root", "charset": "utf8mb4"}
        with pymysql.connect(**administrator, database=schema, autocommit=True) as connection:
            yield connection.cursor()


class MortalServer(MariaServer):
    """A server that a test may kill in the middle of its work, and start again on what it left."""

    def __init__(self, port: int, folder: Path, command: list[str]) -> None:
        super().__init__(port)
        self._folder = folder
        self._command = command
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start and wait until it answers; what it had committed is there again."""
        log = self._folder / "log"
        with log.open("ab") as written:
            self._process = _kept_running(self._folder, self._command, written)
        _wait_for(self, self._process, log)

    def kill(self) -> None:
        """End it by SIGKILL, which it cannot prepare for."""
        self._process.communicate(b"keep\n", timeout=30)

    def end(self) -> None:
        """End it and forget its data."""
        if self._process is not None and self._process.poll() is None:
            self._process.communicate(b"", timeout=30)


@contextmanager
def running_server(*options: str) -> Iterator[MariaServer]:
    """Start a server and stop it surely, also when the test run is killed.

    Raises
    ------
    ServerMissing
        With the reason.
    """
    with mortal_server(*_FAST, *options, folder=fast_folder()) as server:
        yield server


@contextmanager
def mortal_server(*options: str, folder: str | None = None) -> Iterator[MortalServer]:
    """Start a server that may be killed and started again; by default it keeps what it has acknowledged.

    Its data are on a disk unless ``folder`` says otherwise: a log in /dev/shm is taken for persistent memory
    and would survive a kill whatever the server had written.

    Raises
    ------
    ServerMissing
        With the reason.
    """
    server, install = _found("mariadbd"), _found("mariadb-install-db")
    home = Path(tempfile.mkdtemp(prefix="tessebs-mariadb-", dir=folder))
    try:
        owner = _give_away(home)
        data = home / "data"
        settings = ["--no-defaults", f"--datadir={data}", f"--tmpdir={home}", *owner]
        _install([install, *settings, "--auth-root-authentication-method=normal", "--skip-test-db"])
        port = _free_port()
        listening = [f"--port={port}", "--bind-address=127.0.0.1", f"--socket={home / 'socket'}"]
        command = [server, *settings, *listening, f"--pid-file={home / 'pid'}", *options]
        running = MortalServer(port, home, command)
        try:
            running.start()
            running.run(
                f"CREATE USER tester@'127.0.0.1' IDENTIFIED BY '{PASSWORD}'",
                "GRANT ALL ON *.* TO tester@'127.0.0.1'",
            )
            yield running
        finally:
            running.end()
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _kept_running(folder: Path, command: list[str], log: object) -> subprocess.Popen[bytes]:
    # The shell waits for its standard input to close, as it does when the test run dies, and ends the server;
    # its data go too, unless it is told to keep them.
    script = (
        'folder=$1; shift; "$@" & server=$!; read -r word; kill -KILL $server; wait $server;'
        ' [ "$word" = keep ] || rm -rf "$folder"'
    )
    return subprocess.Popen(
        ["sh", "-c", script, "sh", str(folder), *command],
        stdin=subprocess.PIPE, stdout=log, stderr=log, start_new_session=True,  # type: ignore[call-overload]
    )  # fmt: skip


def _found(program: str) -> str:
    path = shutil.which(program) or shutil.which(program, path="/usr/sbin:/usr/local/sbin:/usr/libexec")
    if path is None:
        raise ServerMissing(f"{program} is not installed (Debian: apt-get install mariadb-server)")
    return path


def fast_folder() -> str | None:
    """Memory where there is some: making and emptying tables waits for the disk otherwise."""
    memory = Path("/dev/shm")
    enough = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 2**30
    return str(memory) if enough else None


def _give_away(folder: Path) -> list[str]:
    """The server refuses to run as root: give the folder to an account without rights."""
    if os.geteuid() != 0:
        return []
    for user in ("mysql", "nobody"):
        try:
            shutil.chown(folder, user)
        except LookupError:
            continue
        return [f"--user={user}"]
    raise ServerMissing("there is neither an account 'mysql' nor 'nobody' to run the server as")


def _install(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    if done.returncode:
        raise ServerMissing(f"mariadb-install-db failed: {(done.stderr or done.stdout).strip()[-500:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(server: MariaServer, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _READY_S
    while True:
        try:
            server.run("SELECT 1")
        except pymysql.OperationalError as error:
            stopped = process.poll() is not None
            if stopped or time.monotonic() > deadline:
                raise ServerMissing(f"mariadbd did not start: {log.read_text()[-500:]}") from error
            time.sleep(0.05)
        else:
            return
