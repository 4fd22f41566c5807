"""What living languages write stays as it is; what is only a trick or a hole does not."""

from __future__ import annotations

import unicodedata

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from tests.rooms.test_text import say
from whimsy.errors import BadText
from whimsy.rooms.writing import length, tidy


@pytest.mark.parametrize(
    "marks", ["\u0301", "\u0e47", "\u0489", "\u05b0", "\u0f7a", "\u0941", "\u0301\u200d", "\u0e49\u034f"]
)
def test_marks_are_few_whatever_script_they_are_of(marks):
    """Fails without `_MARKS`; joiners between them hide nothing."""
    left = say("a" + marks * 200)
    assert (
        sum(
            unicodedata.category(c) in ("Mn", "Me") and c != "\u034f"
            for c in unicodedata.normalize("NFD", left)
        )
        <= 9
    )
    assert len(left) <= 20


WRITTEN = {
    "Burmese": "မျှော်လင့်ချက် လျှော် ညွှန်ကြားချက် ကြွေးကြော် ဩဇာ ကျွန်ုပ်",
    "Burmese, dotted": "\u1002\ufe00\u1031\ufe00",
    "Shan": "ၽႃႇသႃႇတႆး လႆႈ",
    "Tibetan": "བོད་སྐད་ བསྒྲུབས་ རྫོགས་ ཧཱུྃ",
    "Tibetan, ten in one": "\u0f67\u0f90\u0fb5\u0fa8\u0fb3\u0fba\u0fb1\u0f83",
    "Khmer": "ស្ត្រី ខ្ញុំ ប៉ុន្តែ ស្រី៊ ការ\u200bងារ",
    "Javanese": "ꦏꦿꦶꦱ꧀ꦠꦸꦱ꧀ ꦥꦿꦺꦴꦥ꦳ꦺꦱꦺꦴꦂ",
    "Balinese": "ᬩᬱᬩᬮᬶ ᬓ᭄ᬭᬶᬱ᭄ᬡ",
    "Thai": "น้ำ ที่ กู้ ปั๊ม เพื่อน ลูกน้ำ",
    "Lao": "ເຂົ້າ ນ້ຳ ຢູ່",
    "Hebrew, pointed and chanted": "בְּרֵאשִׁ֖ית בָּרָ֣א אֱלֹהִ֑ים יְרוּשָׁלִַ֔ם שָּֽׁ֚",
    "Yiddish": "ייִדיש אַ שיינער טאָג",
    "Arabic, pointed": "بِسْمِ ٱللَّهِ ٱلرَّحْمَـٰنِ ٱلرَّحِيمِ ۝ ﷽",
    "Persian": "می\u200cخواهم خانه\u200cها",
    "Urdu": "یہ اُردُو ہے ۔ محمدﷺ",
    "Hijri year": "١٤٤٧ه\u200d",
    "Syriac": "ܫܠܳܡܳܐ ܥܠܰܝܟ݁ܽܘܢ",
    "Sinhala": "ශ්\u200dරී ලංකා ක්\u200dෂ",
    "Bengali": "র\u200d\u09cd\u09af\u09be\u09ae বাংলা",
    "Hindi": "हिन्दी क्\u200dष क्\u200cष अरेेेे हाााााा",
    "Vedic": "अ॒ग्निमी॑ळे पु॒रोहि॑तं",
    "Malayalam": "അവൻ ന്\u200d മലയാളം",
    "Tamil": "ஸ்ரீ போபாோ நௌ",
    "Telugu": "క్ష్మి తెలుగు",
    "Mongolian": "ᠮᠣᠩᠭᠣᠯ\u180b ᠬᠠᠨ\u180eᠠ",
    "Old Korean": "ᄒᆞᆫ글",
    "Japanese": "葛\U000e0100城 あ゙ ﾊﾝｶｸ が",
    "Vietnamese, composed or not": "Tiếng Việt nha\u0323\u0302n",
    "Yoruba": "Ọ̀ṣun ẹ̀kọ́",
    "Lithuanian, accented": "i̇̃ ė̃",
    "Phonetic": "ɔ̤̃́ ʈ͡ʂʰ",
    "Church Slavonic": "бг҃ъ и҆́же",
    "Cherokee": "ᏣᎳᎩ ꮳꮃꭹ",
    "N'Ko": "ߒߞߏ ߒ߬ߞߏ߫",
    "Adlam": "𞤆𞤵𞤤𞤢𞤪 𞤢𞥄",
    "Ethiopic": "ሰላም፡ለዓለም፤",
    "Hanifi Rohingya": "𐴌𐴟𐴇𐴥𐴝𐴚𐴒𐴙𐴝",
    "Emoji": "👨‍👩‍👧‍👦 ❤️‍🔥 1️⃣ 👍🏽 🏳️‍🌈 🏴‍☠️ 🇺🇦 ☺︎",
    "Flags": "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
    "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"
    "🏴\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f",
    "Lines": "a\n\n\nb\nc",
}


@pytest.mark.parametrize("written", WRITTEN.values(), ids=WRITTEN)
def test_what_a_language_writes_stays_as_it_is(written):
    """Fails for Burmese with a limit of marks that does not know its script, for flags without their tags."""
    assert say(written) == unicodedata.normalize("NFC", written)


BLACK, CANCEL = "\U0001f3f4", "\U000e007f"
HELLO = "".join(chr(0xE0000 + ord(letter)) for letter in "hello")
TEXAS = "".join(chr(0xE0000 + ord(letter)) for letter in "ustx")
SCOTS = "".join(chr(0xE0000 + ord(letter)) for letter in "gbsct")


@pytest.mark.parametrize(
    ("raw", "left"),
    [
        (BLACK + HELLO + CANCEL, BLACK), (BLACK + TEXAS + CANCEL, BLACK), (BLACK + SCOTS, BLACK),
        ("a" + SCOTS + CANCEL, "a"),
        (BLACK + SCOTS + HELLO + CANCEL, BLACK), (HELLO + "a", "a"),
        (BLACK + SCOTS + CANCEL + HELLO, BLACK + SCOTS + CANCEL),
        ("a\ufe0f\ufe0f\ufe01b", "a\ufe0fb"), ("\ufe0fa", "a"), ("a \U000e0101b", "a b"),
        ("a" + "\u200b\u200c" * 40 + "b", "a\u200b\u200c\u200bb"),
        ("obj\ufffc", "obj"),
    ],
)  # fmt: skip
def test_hidden_text_goes(raw, left):
    """Fails without `_TAGS`, `_ORPHAN` or `_HIDDEN`."""
    assert say(raw) == left


def test_holes_in_a_text_shrink():
    """Fails without `_HOLE` or `_EDGES`: one message of line ends hid all others."""
    for end in ("\n", "\r\n", "\u2028", "\x85", "\f", " \n", "\u3164\n", "\u2800\n", "\u200b\n", "\u0301\n"):
        assert say("a\n" + end * 400 + "b") == "a\n\n\nb"
    assert say("\u3164\n\u2800\n  a\n\u3164\n") == "a"
    assert say("one\n\ntwo\n\n\nthree") == "one\n\ntwo\n\n\nthree"


def test_every_character_nobody_sees_is_nothing_alone():
    """Fails without Default_Ignorable_Code_Point in `_UNSEEN`, or without marks."""
    unseen = regex.compile(r"[\p{DI}\p{M}\p{Z}\p{Cc}]")
    for character in filter(unseen.match, map(chr, range(0x110000))):
        with pytest.raises(BadText):
            say(character)


@given(st.text(st.characters(max_codepoint=127)))
def test_plain_text_is_tidied_and_measured_as_any_other(text):
    """Fails when the short way for ASCII (`tidy`, `length`) gives something else than the long one."""
    # Any sign beyond ASCII takes the long way; this one ends as it is.
    assert tidy(f"{text}.é") == f"{tidy(f'{text}.')}é"
    assert length(text) == len(regex.findall(r"\X", text))
