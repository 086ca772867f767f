"""The robot clerk: a real browser on the staff page, worked by keyboard alone."""

from pathlib import Path

from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from hall.demo.scene import PASSWORD
from hall.demo.waiting import pause
from hall.errors import HallError

_CHROMIUM = "/usr/bin/chromium"
_FLAGS = [
    "--no-sandbox",  # the demo runs as root on a build machine; it opens only our own pages
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class Browsers:
    """One Chromium for all clerks."""

    def __init__(self, *, headless: bool = True) -> None:
        self._playwright: Playwright = sync_playwright().start()
        self._browser: Browser = self._playwright.chromium.launch(
            executable_path=_CHROMIUM, args=_FLAGS, headless=headless
        )

    def clerk(self, name: str, url: str) -> "Clerk":
        """Open the staff page for one clerk, in a session of its own."""
        context = self._browser.new_context(
            viewport={"width": 1366, "height": 768}, locale="zh-CN", color_scheme="light"
        )
        return Clerk(name, context.new_page(), url)

    def close(self) -> None:
        """End the browser."""
        self._browser.close()
        self._playwright.stop()


class Clerk:
    """Someone behind a window; every act is a key."""

    def __init__(self, name: str, page: Page, url: str) -> None:
        self.name = name
        self.page = page
        self._url = url

    def sign_in(self) -> None:
        """Sign in by keyboard."""
        page = self.page
        page.goto(f"{self._url}/staff/")
        page.wait_for_selector("input[type=password]")
        self._focus("input[name=name]")
        page.keyboard.type(self.name)
        page.keyboard.press("Tab")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        self.is_live()

    def open_window(self) -> None:
        """Open the clerk's window for visitors."""
        self._focus("#window-open")
        self.page.keyboard.press("Enter")
        self.page.wait_for_selector("#window-state[data-state=open]", timeout=8000)

    def is_live(self, within: float = 30) -> None:
        """Wait until the page says that it shows the hall as it is now."""
        self.page.wait_for_selector("#live[data-state=live]", timeout=within * 1000)

    def may(self, action: str, within: float = 15) -> None:
        """Wait until an action can be used."""
        self.page.wait_for_selector(
            f"#act-{action}:not([aria-disabled=true])", timeout=within * 1000
        )

    def key(self, digit: str) -> None:
        """Press one of the nine action keys."""
        self.page.locator("body").focus()
        self.page.keyboard.press(digit)

    def choose_transfer(self, service: str) -> None:
        """In the open transfer dialog, choose a service and confirm, by keyboard."""
        page = self.page
        self._focus("#transfer-service")
        page.keyboard.press("Home")
        for _ in range(60):
            if page.evaluate("() => document.activeElement.value") == service:
                break
            page.keyboard.press("ArrowDown")
        self._focus("#dialog-go")
        page.keyboard.press("Enter")

    def sees(self, text: str, within: float = 8.0) -> None:
        """Wait until the page shows a text."""
        self.page.get_by_text(text).first.wait_for(timeout=within * 1000)

    def text(self) -> str:
        """Return everything the page says."""
        return self.page.inner_text("body")

    def picture(self, path: Path) -> Path:
        """Keep what the clerk sees."""
        pause(0.3)
        self.page.screenshot(path=str(path))
        return path

    def _focus(self, selector: str, most: int = 40) -> None:
        """Reach a control by Tab alone; raises HallError when it cannot be reached."""
        for _ in range(most):
            if self.page.evaluate("(s) => document.activeElement.matches(s)", selector):
                return
            self.page.keyboard.press("Tab")
        raise HallError(f"{selector} cannot be reached by keyboard")
