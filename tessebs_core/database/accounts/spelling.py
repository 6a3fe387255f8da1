"""Names and texts as MariaDB's statements about accounts spell them: such statements take no parameters."""

__all__ = ["account_name", "identifier", "text"]


def identifier(name: str) -> str:
    """A table, a schema or a role."""
    return "`" + name.replace("`", "``") + "`"


def text(value: str) -> str:
    """A text in quotes."""
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"


def account_name(user: str, host: str) -> str:
    """An account: who, and from where."""
    return f"{text(user)}@{text(host)}"
