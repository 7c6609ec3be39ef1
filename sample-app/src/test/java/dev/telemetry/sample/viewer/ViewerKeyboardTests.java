package dev.telemetry.sample.viewer;

import java.util.List;
import java.util.Map;

import com.microsoft.playwright.Page;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * All of the page is reached by the keyboard alone.
 */
@Tag("browser")
@Timeout(120)
class ViewerKeyboardTests {

	@RegisterExtension
	private final ViewerBrowser browser = new ViewerBrowser();

	@BeforeEach
	void traces() {
		this.browser.server()
			.list(List.of(ViewedTraces.quick(2, "GET /items/{id}", 200), ViewedTraces.orderThatFailed()));
	}

	@Test
	void fromTheListToTheReasonOfAFailureAndBack() {
		Page page = openList();
		this.browser.press("j", "j", "Enter");
		assertThat(this.browser.rows()).hasCount(3);
		assertThat(this.browser.chosen()).containsText("GET partner");
		assertThat(this.browser.chosen()).isFocused();
		this.browser.press("k");
		assertThat(this.browser.chosen()).containsText("POST /orders");
		this.browser.press("Enter");
		assertThat(this.browser.details()).isFocused();
		this.browser.press("Escape");
		assertThat(this.browser.traces()).hasCount(2);
		assertThat(page.locator(".trace:focus")).containsText("POST /orders");
	}

	@Test
	void theSearchTakesTheKeyAndGivesTheRowsBack() {
		Page page = openList();
		this.browser.press("/");
		page.keyboard().type("moonrock j");
		assertThat(page.locator("#q")).hasValue("moonrock j");
		this.browser.press("Enter");
		assertThat(page.locator(".trace:focus")).hasCount(1);
		this.browser.press("e");
		assertThat(page.locator("#errors")).hasAttribute("aria-pressed", "true");
		this.browser.press("Escape");
		assertThat(page.locator("#q")).hasValue("");
		assertThat(page.url()).doesNotContain("moonrock");
	}

	@Test
	void arrowsCloseAndOpenWhatIsBelow() {
		openTrace();
		this.browser.press("ArrowLeft");
		assertThat(this.browser.page().locator(".span:visible")).hasCount(2);
		this.browser.press("ArrowLeft");
		assertThat(this.browser.chosen()).containsText("POST /orders");
		this.browser.press("ArrowRight", "ArrowRight", "ArrowRight");
		assertThat(this.browser.page().locator(".span:visible")).hasCount(3);
		this.browser.press("ArrowDown");
		assertThat(this.browser.chosen()).containsText("GET /prices/{item}");
	}

	@Test
	void matchesFailuresZoomAndLogLinesHaveKeys() {
		Page page = openTrace();
		this.browser.press("/");
		page.keyboard().type("GET");
		assertThat(page.locator("#found")).hasText("2 matches");
		this.browser.press("Enter");
		assertThat(this.browser.chosen()).containsText("GET /prices/{item}");
		this.browser.press("N");
		assertThat(this.browser.chosen()).containsText("GET partner");
		this.browser.press("m");
		assertThat(page.locator(".span:visible")).hasCount(2);
		this.browser.press("m", "x");
		assertThat(this.browser.chosen()).containsText("POST /orders");
		this.browser.press("ArrowDown", "ArrowDown", "z");
		assertThat(page.locator("#whole")).isVisible();
		this.browser.press("0");
		assertThat(page.locator("#whole")).isHidden();
		this.browser.press("l");
		assertThat(page.locator("#logs ol")).isFocused();
	}

	@Test
	void questionMarkListsTheKeysAndEscapeClosesThem() {
		Page page = openList();
		this.browser.press("?");
		assertThat(page.locator("#help")).isVisible();
		assertThat(page.locator("#help")).containsText("critical path only");
		this.browser.press("Escape");
		assertThat(page.locator("#help")).isHidden();
		this.browser.press("s");
		assertThat(page.locator("#state")).isVisible();
	}

	private Page openList() {
		Page page = this.browser.open();
		assertThat(this.browser.traces()).hasCount(2);
		return page;
	}

	private Page openTrace() {
		return this.browser.open(Map.of("traceId", ViewedTraces.id(17)));
	}

}
