from hypothesis import given
from hypothesis import strategies as st

from hall.codes import ALPHABET, LENGTH, grouped, new_code, read_code


def test_codes_have_no_letter_that_looks_like_another() -> None:
    assert len(ALPHABET) == 32
    assert not set("ILOU") & set(ALPHABET)
    made = {new_code() for _ in range(200)}
    assert len(made) == 200
    assert all(len(code) == LENGTH and set(code) <= set(ALPHABET) for code in made)


def test_what_was_typed_is_read_as_it_was_meant() -> None:
    assert read_code(" 7q4m-9xk2 oabc ") == "7Q4M9XK20ABC"
    assert read_code("７Ｑ４Ｍ　９ｘｋ２") == "7Q4M9XK2"
    assert read_code("iloU") == "110V"
    assert read_code("张三") == ""


def test_a_printed_code_is_read_back() -> None:
    code = new_code()
    assert grouped("7Q4M9XK20ABC") == "7Q4M 9XK2 0ABC"
    assert read_code(grouped(code)) == code


@given(st.text(max_size=60))
def test_anything_typed_is_read_as_letters_and_digits(typed: str) -> None:
    assert set(read_code(typed)) <= set(ALPHABET)
