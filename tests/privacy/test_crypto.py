"""Sealed texts open with their key and label only; equal texts are found, others are not told."""

from __future__ import annotations

import os
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bangfu.audit import keyfile
from bangfu.privacy import crypto, masters

KEY, OTHER = os.urandom(32), os.urandom(32)
LABEL = "identity.number"
TEXT = "442099199001011234"
CIPHERS = ["AES-256-GCM", "SM4-GCM"]


@pytest.fixture(autouse=True)
def master(own_home: Any) -> None:
    keyfile.create(masters.NAME)


@pytest.mark.parametrize("cipher", CIPHERS)
@pytest.mark.parametrize("text", ["", TEXT, "高平村3组12号", "𠮷" * 1000])
def test_what_is_sealed_opens_again(settings: Any, cipher: str, text: str) -> None:
    settings.BANGFU_CIPHER = cipher
    blob = crypto.seal(KEY, LABEL, text)
    assert crypto.unseal(KEY, LABEL, blob) == text
    assert crypto.unseal(KEY, LABEL, memoryview(blob)) == text  # as the driver gives it
    assert text.encode() not in blob or not text


@pytest.mark.parametrize("cipher", CIPHERS)
def test_another_key_label_or_byte_opens_nothing(settings: Any, cipher: str) -> None:
    settings.BANGFU_CIPHER = cipher
    blob = crypto.seal(KEY, LABEL, TEXT)
    for key, label in ((OTHER, LABEL), (KEY, "phone.number")):
        with pytest.raises(crypto.Unreadable):
            crypto.unseal(key, label, blob)
    for place in range(len(blob)):
        changed = bytearray(blob)
        changed[place] ^= 1
        with pytest.raises(crypto.Unreadable):
            crypto.unseal(KEY, LABEL, bytes(changed))


@given(st.binary(max_size=60))
def test_what_was_never_sealed_is_refused(blob: bytes) -> None:
    with pytest.raises(crypto.Unreadable):
        crypto.unseal(KEY, LABEL, blob)


def test_a_text_sealed_under_one_cipher_opens_when_the_other_is_chosen(settings: Any) -> None:
    old = crypto.seal(KEY, LABEL, TEXT)
    settings.BANGFU_CIPHER = "SM4-GCM"
    new = crypto.seal(KEY, LABEL, TEXT)
    assert old[0] != new[0]
    assert crypto.unseal(KEY, LABEL, old) == crypto.unseal(KEY, LABEL, new) == TEXT


def test_an_unknown_cipher_is_said(settings: Any) -> None:
    settings.BANGFU_CIPHER = "ROT13"
    with pytest.raises(ValueError, match="ROT13"):
        crypto.seal(KEY, LABEL, TEXT)


def test_the_same_text_never_seals_alike() -> None:
    blobs = crypto.seal_many([(KEY, LABEL, TEXT)] * 500)
    assert len(set(blobs)) == 500
    assert {crypto.unseal(KEY, LABEL, blob) for blob in blobs} == {TEXT}


def test_blind_indexes_are_equal_for_equal_texts_of_one_kind() -> None:
    first = crypto.blind("identity.number", TEXT)
    assert len(first) == crypto.BLIND_BYTES
    assert crypto.blind("identity.number", TEXT) == first
    assert crypto.blind("identity.last6", TEXT) != first
    assert crypto.blind("identity.number", TEXT[:-1] + "5") != first


def test_another_key_file_gives_other_blind_indexes() -> None:
    first = crypto.blind("identity.number", TEXT)
    keyfile.place(masters.NAME).unlink()
    keyfile.create(masters.NAME)
    assert crypto.blind("identity.number", TEXT) != first


def test_rotating_the_master_leaves_blind_indexes_alone() -> None:
    first = crypto.blind("identity.number", TEXT)
    keyfile.add_version(masters.NAME)
    assert crypto.blind("identity.number", TEXT) == first


def test_a_kind_is_a_dotted_name() -> None:
    with pytest.raises(ValueError, match="dotted"):
        crypto.blind("身份证号", TEXT)
