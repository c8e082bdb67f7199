"""What one clerk does all day, for Locust: see `clerks.py`, which starts it."""

from __future__ import annotations

import os
import random
import re
from itertools import count

from locust import HttpUser, between, task

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
HOME = re.compile(r'href="(/households/[0-9a-f-]{36}/)"')
TYPED = ("黄", "li", "zw", "陈伟", "1232", "wang", "梁", "chenm")
NARROW = ("category=dibao", "category=low_income", "cause=illness", "category=dibao&cause=age")
_numbers = count()


class Clerk(HttpUser):
    """One clerk: signs in once, then goes from page to page."""

    wait_time = between(1, 3)

    def on_start(self) -> None:
        self.homes: list[str] = []
        self.token = ""
        name = f"load{next(_numbers):02d}"
        page = self.client.get("/account/login/", name="sign in").text
        token = TOKEN.search(page)
        assert token is not None
        told = {"login": name, "password": os.environ["LOAD_PASSWORD"],
                "csrfmiddlewaretoken": token[1]}  # fmt: skip
        with self.client.post(
            "/account/login/", told, name="sign in", allow_redirects=False, catch_response=True
        ) as answer:
            if answer.status_code != 302:
                answer.failure(f"{name} was not signed in")
        self.look("/households/", "list of households")

    def look(self, address: str, name: str) -> None:
        with self.client.get(address, name=name, catch_response=True) as answer:
            if answer.status_code != 200 or "/account/login/" in answer.url:
                answer.failure(f"{answer.status_code} {answer.url}")
            self.homes = HOME.findall(answer.text) or self.homes
            token = TOKEN.search(answer.text)
            self.token = token[1] if token else self.token

    @task(2)
    def first_page(self) -> None:
        self.look("/", "first page")

    @task(3)
    def households(self) -> None:
        self.look("/households/", "list of households")

    @task(3)
    def narrowed(self) -> None:
        self.look(f"/households/?{random.choice(NARROW)}", "narrowed list")

    @task(6)
    def household(self) -> None:
        if self.homes:
            self.look(random.choice(self.homes), "household")

    @task(4)
    def search(self) -> None:
        self.client.post(
            "/search/found",
            {"text": random.choice(TYPED), "csrfmiddlewaretoken": self.token},
            name="search as one types",
        )

    @task(1)
    def change(self) -> None:
        if self.homes:
            self.look(f"{random.choice(self.homes)}changes/", "what can be changed")
