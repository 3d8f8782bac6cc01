import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import Page


@pytest.mark.browser
@pytest.mark.usefixtures("transactional_db")
def test_the_admin_works_under_the_content_policy(page: Page) -> None:
    get_user_model().objects.create_superuser("maria", password="a-password")
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))

    page.goto("/admin/")
    page.fill("#id_username", "maria")
    page.fill("#id_password", "a-password")
    page.click("input[type=submit]")
    page.wait_for_selector("#user-tools")
    page.goto("/admin/auth/user/")
    page.goto("/admin/auth/user/add/")

    assert page.locator("h1").inner_text() == "Añadir usuario"
    assert complaints == []
