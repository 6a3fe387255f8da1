"""Dumps are read as MariaDB would read them, in bounded memory, and refused in clear words."""

import io
import math
import random
from contextlib import suppress
from typing import Any

import pytest

from tessebs_core.database.legacy import dump_text
from tessebs_core.database.legacy.dump import read_dump
from tessebs_core.errors import LegacySourceError

TABLE = (
    b"CREATE TABLE `t` (\n  `id` int(11) NOT NULL,\n  `x` double DEFAULT NULL,\n"
    b"  `text` longtext,\n  PRIMARY KEY (`id`)\n);\n"
)


def rows(text: bytes) -> list[tuple[Any, ...]]:
    return [row for _, row in read_dump(io.BytesIO(text), "a.sql") if row is not None]


def row(*literals: bytes) -> tuple[Any, ...]:
    (found,) = rows(TABLE + b"INSERT INTO `t` VALUES (" + b",".join(literals) + b");\n")
    return found


def test_many_rows_of_one_statement_are_read_in_order() -> None:
    assert rows(TABLE + b"INSERT INTO `t` VALUES\n(1,1.5,'a'),\n(2,NULL,NULL) , (3,-0.1e-5,'');") == [
        (1, 1.5, "a"), (2, None, None), (3, -1e-06, ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("literal", "text"),
    [
        (rb"'\0\n\r\t\b\Z\\\'\"'", "\0\n\r\t\b\x1a\\'\""),
        (rb"'50\% \_ \x O''Brien'", "50\\% \\_ x O'Brien"),
        (b"'(1,2),(3,4); -- no comment /* nor here */'", "(1,2),(3,4); -- no comment /* nor here */"),
        (b"'two\nlines'", "two\nlines"),
        ("'🔭 δ Cep'".encode(), "🔭 δ Cep"),
        (b"_utf8mb4 'named'", "named"),
        (b"0x3C623E", "<b>"),
        (b"x'3C623E'", "<b>"),
    ],
)
def test_texts_keep_every_character(literal: bytes, text: str) -> None:
    assert row(b"1", b"0", literal)[2] == text


@pytest.mark.parametrize("number", [0.1 + 0.2, 5e-324, -1.7976931348623157e308, 1e-300, 1 / 3, -0.0])
def test_floats_keep_every_bit(number: float) -> None:
    assert row(b"1", repr(number).encode(), b"NULL")[1].hex() == number.hex()


def test_whole_numbers_never_pass_through_floats() -> None:
    assert row(b"9223372036854775807", b"1", b"NULL")[0] == 9223372036854775807
    assert isinstance(row(b"1", b"10479", b"NULL")[1], float)


def test_a_float_beyond_all_floats_is_infinite_and_not_lost() -> None:
    assert math.isinf(row(b"1", b"1e999", b"NULL")[1])


def test_the_order_of_columns_is_that_of_the_same_dump() -> None:
    other = TABLE.replace(b"  `id` int(11) NOT NULL,\n", b"").replace(
        b"  PRIMARY", b"  `id` int(11),\n  PRIMARY"
    )
    ((table, _), (_, values)) = read_dump(io.BytesIO(other + b"INSERT INTO `t` VALUES (0.5,'a',7);"), "a.sql")
    assert (table.columns, values) == (("x", "text", "id"), (0.5, "a", 7))


def test_rows_may_name_their_columns() -> None:
    assert rows(TABLE + b"INSERT INTO `db`.`t` (`text`, `id`) VALUES ('a', 1);") == [(1, None, "a")]


def test_what_is_no_table_is_passed_over() -> None:
    sandbox = b"/*M!999999\\- enable the sandbox mode */ \n-- MariaDB dump 10.19\n"
    program = b"DELIMITER ;;\nCREATE TRIGGER a BEGIN SET @a = ';'; INSERT INTO b; END ;;\nDELIMITER ;\n"
    around = b"LOCK TABLES `t` WRITE;\n/*!40000 ALTER TABLE `t` DISABLE KEYS */;\n"
    end = b"UNLOCK TABLES;\n-- Dump completed on 2025-01-01\n"
    assert rows(sandbox + TABLE + program + around + b"INSERT INTO `t` VALUES (1,1,'a');\n" + end) == [
        (1, 1.0, "a")
    ]


@pytest.mark.parametrize(
    ("named", "raw", "text"),
    [
        ("latin1", b"\xe9\x80\x81", "é€\x81"),
        ("utf8mb3", "δ Cep".encode(), "δ Cep"),
        ("utf8", "δ".encode(), "δ"),
    ],
)
def test_the_character_set_is_the_one_that_the_dump_names(named: str, raw: bytes, text: str) -> None:
    names = f"/*!40101 SET NAMES {named} */;\n".encode()
    assert rows(names + TABLE + b"INSERT INTO `t` VALUES (1,1,'" + raw + b"');")[0][2] == text


def test_keywords_as_names_and_keys_of_all_kinds_are_told_apart() -> None:
    definition = (
        b"CREATE TABLE `k` (`key` int(11) DEFAULT 0 COMMENT 'a, b)', `dec` double, `kind` enum('a,','b)'),\n"
        b" UNIQUE KEY `u` (`key`,`dec`), KEY `i` (`dec`),\n"
        b" CONSTRAINT `c` FOREIGN KEY (`key`) REFERENCES `t` (`id`),\n"
        b" CHECK (`key` > 0));\n"
    )
    ((table, _),) = read_dump(io.BytesIO(definition), "a.sql")
    assert (table.columns, table.families) == (("key", "dec", "kind"), ("whole", "real", "text"))


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (b"INSERT INTO `other` VALUES (1);", "line 7: rows of other, which is not defined"),
        (b"INSERT INTO `t` VALUES (1,2);", "line 7: a row of t has 2 values, 3 are needed"),
        (b"INSERT INTO `t` VALUES (1,2,'a',4);", "more than its 3 values"),
        (b"\nINSERT INTO `t` VALUES (1,2,'a", "line 8: value 3 of a row of t cannot be read"),
        (b"INSERT INTO `t` VALUES (1,2,'a')", "neither a comma nor a semicolon"),
        (b"INSERT INTO `t` VALUES (1,sleep(9),'a');", "value 2 of a row of t cannot be read"),
        (b"INSERT INTO `t` VALUES (1,1.2.3,'a');", "value 2 of a row of t: could not convert"),
        (b"INSERT INTO `t` VALUES (1,1,'\xff');", "value 3 of a row of t: 'utf-8' codec"),
        (b"INSERT INTO `t` VALUES (1,1,0x123);", "value 3 of a row of t: non-hexadecimal"),
        (b"INSERT INTO `t` (`id`,`evil`) VALUES (1,1);", "columns that it does not have"),
        (b"INSERT INTO `t` SELECT 1;", "VALUES is missing"),
        (b"/* never closed", "a comment that begins here does not end"),
        (b"SELECT 'never closed", "a statement that is not closed"),
        (TABLE, "the table t is defined a second time"),
        (b"SET NAMES koi8r;", "the dump is written in 'koi8r'"),
        (b"PRAGMA foreign_keys=OFF;", "written by sqlite3"),
        (b"CREATE TABLE `u` ();", "the columns of u cannot be read"),
        (b"CREATE TABLE ();", "the name of a table is missing"),
    ],
)
def test_what_is_no_dump_is_told_with_its_line(broken: bytes, words: str) -> None:
    with pytest.raises(LegacySourceError) as refused:
        rows(TABLE + broken)
    assert words in str(refused.value)
    assert str(refused.value).startswith("a.sql, line ")
    assert str(refused.value).endswith("Nothing was imported.")


@pytest.mark.parametrize("text", [b"", b"hello\n", b"\x00\xff\xfe" * 100, b"tess_id,ra,dec\n1,2,3\n"])
def test_another_file_is_no_dump(text: bytes) -> None:
    with pytest.raises(LegacySourceError, match=r"a\.sql, line"):
        rows(text)


def test_a_dump_that_is_cut_off_between_its_statements_is_told() -> None:
    with pytest.raises(LegacySourceError, match="cut off"):
        rows(b"-- MariaDB dump 10.19  Distrib\n" + TABLE)


def test_a_dump_without_comments_that_is_cut_off_between_its_statements_is_told() -> None:
    begin = b"/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;\n"
    end = b"/*!40101 SET CHARACTER_SET_CLIENT=@OLD_CHARACTER_SET_CLIENT */;\n"
    assert rows(begin + TABLE + b"INSERT INTO `t` VALUES (1,1,'a');\n" + end) == [(1, 1.0, "a")]
    with pytest.raises(LegacySourceError, match="cut off"):
        rows(begin + TABLE)


def test_a_long_text_may_stand_behind_a_blank() -> None:
    long = b"a" * 2**21
    assert row(b"1", b" 1", b" '" + long + b"' ")[2] == long.decode()


def test_a_value_without_end_does_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dump_text, "LONGEST_PIECE", 2**20)
    stream = io.BytesIO(TABLE + b"INSERT INTO `t` VALUES (1,1,'" + b"a" * 2**24)
    with pytest.raises(LegacySourceError, match="longer than 1 MiB"):
        list(read_dump(stream, "a.sql"))
    assert stream.tell() < 2**22


def test_pieces_that_lie_across_the_ends_of_what_is_read_at_once_stay_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(dump_text, "_CHUNK", 7)
    monkeypatch.setattr(dump_text, "_LOOK_AHEAD", 64)
    text = (
        b"-- c\n" + TABLE + rb"INSERT INTO `t` VALUES (12345678,-1.25e-10,'it''s \\ \' /* ; */'),(2,1,NULL);"
    )
    assert rows(text) == [(12345678, -1.25e-10, "it's \\ ' /* ; */"), (2, 1.0, None)]


def test_any_bytes_in_a_dump_give_rows_or_one_error_of_ours() -> None:
    chance = random.Random(4)
    good = TABLE + rb"INSERT INTO `t` VALUES (1,1.5,'a\'b'),(2,NULL,0x41); /* c */ -- d" + b"\n"
    for _ in range(400):
        spoilt = bytearray(good)
        for _ in range(chance.randrange(1, 4)):
            spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
        with suppress(LegacySourceError):
            rows(bytes(spoilt))
